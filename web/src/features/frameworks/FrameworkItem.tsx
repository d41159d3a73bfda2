import { Button } from "@mantine/core";
import { Copy, PenLine } from "lucide-react";
import { useState } from "react";
import type { Framework } from "@/api/frameworks";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { ButtonLink } from "../vocabularies/ButtonLink";
import vocabularies from "../vocabularies/vocabularies.module.css";

interface Props {
  framework: Framework;
  /** Whether it is the last one in use, which has to stay. */
  isLast: boolean;
  isBusy: boolean;
  use: (name: string) => Promise<unknown>;
  retire: (name: string) => Promise<unknown>;
}

/** A framework: what it asks, its gate, and what can be done with it. */
export function FrameworkItem({ framework, isLast, isBusy, use, retire }: Props) {
  const { name, title, description, version, in_use: inUse, built_in: builtIn, criteria, gate } = framework;
  const [asked, setAsked] = useState<"use" | "retire">();
  return (
    <article className={vocabularies.card} aria-label={title}>
      <header className={vocabularies.cardHead}>
        <h2>
          <TextLink to="/frameworks/$name" params={{ name }} className={vocabularies.cardTitle ?? ""}>
            {title}
          </TextLink>
        </h2>
        <code className={vocabularies.name}>{name}</code>
        <div className={vocabularies.cardActions}>
          {!inUse && (
            <Button size="compact-md" disabled={isBusy} onClick={() => setAsked("use")} aria-label={t("frameworks.use.of", { title })}>
              {t("frameworks.use")}
            </Button>
          )}
          <ButtonLink
            to="/frameworks/$name"
            params={{ name }}
            variant="default"
            size="compact-md"
            leftSection={<PenLine size={14} aria-hidden="true" />}
            aria-label={t("frameworks.edit.of", { title })}
          >
            {t("frameworks.edit")}
          </ButtonLink>
          <ButtonLink
            to="/frameworks/$name"
            params={{ name }}
            search={{ copy: true }}
            variant="subtle"
            size="compact-md"
            leftSection={<Copy size={14} aria-hidden="true" />}
            aria-label={t("frameworks.copy.of", { title })}
          >
            {t("frameworks.copy")}
          </ButtonLink>
          {inUse && !isLast && (
            <Button
              size="compact-md"
              variant="subtle"
              disabled={isBusy}
              onClick={() => setAsked("retire")}
              aria-label={t("frameworks.retire.of", { title })}
            >
              {t("frameworks.retire")}
            </Button>
          )}
        </div>
      </header>
      {description && <p className={vocabularies.description}>{description}</p>}
      <p>{t("frameworks.gate", { gate: gate.words })}</p>
      <ul>
        {criteria.map((one) => (
          <li key={one.name}>
            <strong>{one.title}</strong>: {one.question}
          </li>
        ))}
      </ul>
      <footer className={vocabularies.cardFoot}>
        <span className={inUse ? vocabularies.active : undefined}>{t(inUse ? "frameworks.used" : "frameworks.unused")}</span>
        <span>{t("frameworks.version", { version })}</span>
        {builtIn && <span>{t("frameworks.builtIn")}</span>}
      </footer>
      <ConfirmDialog
        opened={asked !== undefined}
        title={asked === "retire" ? t("frameworks.retire.of", { title }) : t("frameworks.confirm.title", { title })}
        action={t(asked === "retire" ? "frameworks.retire" : "frameworks.use")}
        close={() => setAsked(undefined)}
        confirm={() => void (asked === "retire" ? retire(name) : use(name))}
      >
        {asked === "retire" ? t("frameworks.retire.text", { title }) : t("frameworks.confirm.text")}
      </ConfirmDialog>
    </article>
  );
}
