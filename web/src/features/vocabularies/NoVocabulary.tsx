import { Shapes } from "lucide-react";
import type { Vocabulary } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { Page } from "@/parts/Page";
import { t } from "@/messages/messages";
import { ButtonLink } from "./ButtonLink";

/** The page of an unknown vocabulary: lists the existing ones. */
export function NoVocabulary({ name, vocabularies }: { name: string; vocabularies: Vocabulary[] }) {
  return (
    <Page title={t("vocabularies.title")}>
      <EmptyState
        icon={Shapes}
        title={t("vocabularies.missing.title", { name })}
        text={t("vocabularies.missing.text")}
        actions={vocabularies.map((one) => (
          <ButtonLink key={one.name} variant="default" to="/vocabularies/$name" params={{ name: one.name }}>
            {one.title}
          </ButtonLink>
        ))}
      />
    </Page>
  );
}
