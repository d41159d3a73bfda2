import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Shapes } from "lucide-react";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import { EmptyState } from "./EmptyState";

/** The page of an unknown vocabulary: links to the same page in existing ones. */
export function UnknownVocabulary({ name }: { name: string }) {
  const { vocabularies } = useVocabulary();
  return (
    <EmptyState
      icon={Shapes}
      title={t("vocabulary.missing.title", { name })}
      text={t("vocabulary.missing.text")}
      actions={vocabularies.map((one) => (
        <Button
          key={one.name}
          variant="default"
          renderRoot={(props) => <Link {...props} to="." search={(before) => ({ ...before, vocabulary: one.name })} />}
        >
          {one.title}
        </Button>
      ))}
    />
  );
}
