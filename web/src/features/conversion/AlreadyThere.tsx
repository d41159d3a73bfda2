import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { similarQuery } from "@/api/parties";
import type { Matching } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./conversion.module.css";
import type { NewAccount } from "./draft";

const TYPING_MS = 250;
const SHORTEST = 3;
const MOST = 3;

interface Props {
  created: NewAccount;
  /** Organizations that were found to be the same when it was to be made. */
  matches: Matching[];
  /** Organizations that are offered already. */
  offered: string[];
  use: (match: Matching) => void;
}

/** Organizations that are there and may be the one that is being entered: each can be used instead. */
export function AlreadyThere({ created, matches, offered, use }: Props) {
  const { name, email } = created;
  const [asked] = useDebouncedValue(name.trim(), TYPING_MS);
  const { data = [] } = useQuery({ ...similarQuery("organization", { name: asked, email }), enabled: asked.length >= SHORTEST });
  const similar = data.map((party): Matching => ({ party: party.id, name: party.name, by: "name" }));
  const all = [...matches, ...similar.filter((one) => matches.every((match) => match.party !== one.party))];
  const found = all.filter((one) => !offered.includes(one.party)).slice(0, MOST);
  return (
    <div aria-live="polite">
      {found.length > 0 && (
        <div className={classes.there}>
          <span>{t("convert.there")}</span>
          {found.map((match) => (
            <Button key={match.party} size="compact-sm" variant="default" onClick={() => use(match)}>
              {t("convert.there.link", { name: match.name })}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
