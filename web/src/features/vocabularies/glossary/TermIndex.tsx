import { TextLink } from "@/parts/TextLink";
import { t } from "@/words/words";
import type { Entry, OWN } from "./entries";
import classes from "./glossary.module.css";

interface Props {
  entries: Entry[];
  own: (typeof OWN)[number][];
}

/** Every term as a link to its meaning. */
export function WordIndex({ entries, own }: Props) {
  const words = [...entries, ...own.map((id) => ({ id: `casebook-${id}`, title: t(`glossary.${id}.title`) }))];
  return (
    <nav className={classes.index} aria-label={t("glossary.index")}>
      <ul>
        {words.map(({ id, title }) => (
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
