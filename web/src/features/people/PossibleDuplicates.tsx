import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { similarQuery } from "@/api/parties";
import type { Party, PartyKind } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./people.module.css";

const TYPING_MS = 250;
const SHORTEST = 3;
const MOST = 3;
const NO_ONE: Party[] = [];

interface Props {
  kind: PartyKind;
  name: string;
  company: string;
}

const aboutOf = (party: Party) => (party.kind === "person" ? (party.company ?? party.email) : (party.city ?? party.website));

/** Existing records with a similar name, while it is being typed. */
export function PossibleDuplicates({ kind, name, company }: Props) {
  const [asked] = useDebouncedValue(name.trim(), TYPING_MS);
  const [colleagues] = useDebouncedValue(company.trim(), TYPING_MS);
  const isLong = asked.length >= SHORTEST;
  const { data = NO_ONE } = useQuery({ ...similarQuery(kind, asked, colleagues), enabled: isLong });
  const found = isLong ? data.slice(0, MOST) : NO_ONE;
  return (
    <div aria-live="polite">
      {found.length > 0 && (
        <div className={classes.already}>
          <span>{t("add.already")}</span>
          <ul>
            {found.map((party) => (
              <li key={party.id}>
                <TextLink to="/parties/$id" params={{ id: party.id }}>
                  {party.name}
                </TextLink>
                {aboutOf(party) && <span> · {aboutOf(party)}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
