/** The home page. */
export const home = {
  "home.title": "Home",
  "home.first.title": "Get started",
  "home.first.lead":
    "Casebook records what happened with people and organizations and derives their stage from it. Import a spreadsheet, explore sample data, or start with one person.",
  "home.first.import.title": "Import a file",
  "home.first.import.text":
    "A CSV export from any CRM, or a spreadsheet saved as CSV. Casebook suggests what each column means, you check it, and you can undo the import with one click.",
  "home.first.import.action": "Choose a file",
  "home.first.sample.title": "Load sample data",
  "home.first.sample.text":
    "Two years of a fictional company, to explore the funnel and the history before you add your own data.",
  "home.first.sample.action": "Load sample data",
  "home.first.sample.done": "Sample data loaded",
  "home.first.empty.title": "Start empty",
  "home.first.empty.text": "Add your first person and record what happened. The stage follows.",
  "home.first.empty.action": "Add a person",
  "home.idea.title": "Store facts, derive words",
  "home.idea.text":
    "No one has to keep a “stage” field up to date. Every stage is derived from evidence, so it is always current, can be explained, and can go back.",
  "home.welcome": "Overview",
  "home.stages.title": "People and organizations by stage",
  "home.people": { one: "{count} person", other: "{count} people" },
  "home.organizations": { one: "{count} organization", other: "{count} organizations" },
  "home.out": {
    one: "Excludes {count} lost, disqualified or former",
    other: "Excludes {count} lost, disqualified or former",
  },
  "home.quiet.title": "No activity for {count} days or more",
  "home.quiet.lead": "Active records with no recent evidence",
  "home.recent.title": "Recently updated",
  "home.recent.all": "View all",
  "home.stage.open": { one: "{count} in {stage}: open the list", other: "{count} in {stage}: open the list" },
  "home.none": "No stage",
};
