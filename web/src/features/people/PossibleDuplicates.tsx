import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { similarQuery } from "@/api/parties";
import type { Field, Party, PartyKind } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./people.module.css";

const TYPING_MS = 250;
const SHORTEST = 3;
/** Fewer digits are no phone number. */
const FEWEST_DIGITS = 6;
const MOST = 3;
const NO_ONE: Party[] = [];

type Draft = Partial<Record<Field, string>>;

interface Props {
  kind: PartyKind;
  draft: Draft;
}

const aboutOf = (party: Party) => (party.kind === "person" ? (party.company ?? party.email) : (party.city ?? party.website));

/** Whether enough is typed to recognize somebody by. */
const saysWho = ({ name = "", email = "", phone = "" }: Draft) =>
  name.trim().length >= SHORTEST || email.includes("@") || phone.replace(/\D/g, "").length >= FEWEST_DIGITS;

/** Existing records with the same email address or phone number, or a similar name, while they are being typed. */
export function PossibleDuplicates({ kind, draft }: Props) {
  const [asked] = useDebouncedValue(draft, TYPING_MS);
  const isEnough = saysWho(asked);
  const { data = NO_ONE } = useQuery({ ...similarQuery(kind, asked), enabled: isEnough });
  const found = isEnough ? data.slice(0, MOST) : NO_ONE;
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
