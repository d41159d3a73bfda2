import { Copy, PenLine } from "lucide-react";
import type { VocabularyVersion } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { ButtonLink } from "./ButtonLink";
import { StagePath } from "./StagePath";
import type { CountOf } from "./useStageCounts";
import classes from "./vocabularies.module.css";

interface Props {
  vocabulary: Vocabulary;
  /** Every version of it. */
  versions: VocabularyVersion[];
  countOf: CountOf;
}

/** An active vocabulary: its description, its stages, and its age. */
export function VocabularyCard({ vocabulary, versions, countOf }: Props) {
  const { name, title, description, version } = vocabulary;
  const current = versions.find((one) => one.version === version);
  const earlier = versions.filter((one) => one.state === "retired").length;
  return (
    <article className={classes.card}>
      <header className={classes.cardHead}>
        <h2>
          <TextLink to="/vocabularies/$name" params={{ name }} className={classes.cardTitle ?? ""}>
            {title}
          </TextLink>
        </h2>
        <code className={classes.name}>{name}</code>
        <div className={classes.cardActions}>
          <ButtonLink
            to="/vocabularies/$name/edit"
            params={{ name }}
            variant="default"
            size="compact-md"
            leftSection={<PenLine size={14} aria-hidden="true" />}
            aria-label={t("vocabularies.change.of", { vocabulary: title })}
          >
            {t("vocabularies.change")}
          </ButtonLink>
          <ButtonLink
            to="/vocabularies/$name/edit"
            params={{ name }}
            search={{ copy: true }}
            variant="subtle"
            size="compact-md"
            leftSection={<Copy size={14} aria-hidden="true" />}
            aria-label={t("vocabularies.copy.of", { vocabulary: title })}
          >
            {t("vocabularies.copy")}
          </ButtonLink>
        </div>
      </header>
      {description && <p className={classes.description}>{description}</p>}
      <StagePath vocabulary={vocabulary} countOf={countOf} />
      <footer className={classes.cardFoot}>
        {current && (
          <span>{t("vocabularies.version.since", { version: current.version, since: formatDay(current.created_at) })}</span>
        )}
        {earlier > 0 && (
          <span>
            <TextLink to="/vocabularies/$name" params={{ name }} hash="history">
              {t("vocabularies.earlier", { count: earlier })}
            </TextLink>
          </span>
        )}
        <span className={classes.open}>
          <TextLink to="/vocabularies/$name" params={{ name }}>
            {t("vocabularies.open")}
          </TextLink>
        </span>
      </footer>
    </article>
  );
}
