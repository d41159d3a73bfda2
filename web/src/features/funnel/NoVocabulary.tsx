import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Shapes } from "lucide-react";
import { EmptyState } from "@/parts/EmptyState";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/words/words";
import { useFunnelSearch } from "./useFunnel";

/** Where a name in the address is no vocabulary's: the same funnel in the words of those that there are. */
export function NoVocabulary({ name }: { name: string }) {
  const { vocabularies } = useVocabulary();
  const { search } = useFunnelSearch();
  return (
    <EmptyState
      icon={Shapes}
      title={t("funnel.vocabulary.missing.title", { name })}
      text={t("funnel.vocabulary.missing.text")}
      actions={vocabularies.map((one) => (
        <Button
          key={one.name}
          variant="default"
          renderRoot={(props) => <Link {...props} to="/funnel" search={{ ...search, vocabulary: one.name }} />}
        >
          {one.title}
        </Button>
      ))}
    />
  );
}
