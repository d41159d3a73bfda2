import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import type { Entry, OWN } from "./entries";
import classes from "./glossary.module.css";

interface Props {
  entries: Entry[];
  own: (typeof OWN)[number][];
}

/** Every term as a link to its meaning. */
export function TermIndex({ entries, own }: Props) {
  const terms = [...entries, ...own.map((id) => ({ id: `casebook-${id}`, title: t(`glossary.${id}.title`) }))];
  return (
    <nav className={classes.index} aria-label={t("glossary.index")}>
      <ul>
        {terms.map(({ id, title }) => (
          <li key={id}>
            <TextLink to="/glossary" search={(before) => before} hash={id} activeOptions={{ includeHash: true }}>
              {title}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
