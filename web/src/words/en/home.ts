/** The first page. */
export const home = {
  "home.title": "Home",
  "home.first.title": "Start with what you have",
  "home.first.lead":
    "Casebook stores what happened with people and derives from it where each of them stands. Bring in a spreadsheet, look around in a sample company, or begin with one person.",
  "home.first.import.title": "Import a file",
  "home.first.import.text": "A CSV export of any CRM, or a spreadsheet saved as CSV. Columns are guessed, you correct them, and one click takes it back.",
  "home.first.import.action": "Choose a file",
  "home.first.sample.title": "Load sample data",
  "home.first.sample.text": "Two years of a believable company, to see the funnel, the reasons and the history before your own data is here.",
  "home.first.sample.action": "Load the sample company",
  "home.first.sample.done": "The sample company is here",
  "home.first.empty.title": "Start empty",
  "home.first.empty.text": "Add the first person by hand and write down what happened. The stage follows.",
  "home.first.empty.action": "Add a person",
  "home.idea.title": "Store facts, derive words",
  "home.idea.text":
    "There is no field called “stage” that somebody has to keep up. Each stage is worked out from evidence, so it is current, can be explained, and can go back.",
  "home.welcome": "Where everybody stands",
  "home.stages.title": "In each stage now",
  "home.people": { one: "{count} person", other: "{count} people" },
  "home.organizations": { one: "{count} organization", other: "{count} organizations" },
  "home.recent.title": "Changed last",
  "home.recent.all": "All people",
  "home.stage.open": { one: "{count} in {stage}: open the list", other: "{count} in {stage}: open the list" },
  "home.none": "In no stage",
};
