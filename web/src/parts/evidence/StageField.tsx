import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { vocabulariesQuery } from "@/api/vocabularies";
import { t } from "@/messages/messages";
import type { Filled } from "./entry";

interface Props {
  filled: Filled;
  fill: (change: Partial<Filled>) => void;
  error: string | undefined;
}

/** A stage of any vocabulary, for a judgement. */
export function StageField({ filled, fill, error }: Props) {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const { vocabulary, stage } = filled.detail;
  const groups = vocabularies.map(({ name, title, stages }) => ({
    group: title,
    items: stages.map((one) => ({ value: `${name}/${one.name}`, label: one.title })),
  }));
  function choose(next: string | null) {
    const [chosen = "", of = ""] = (next ?? "").split("/");
    fill({ detail: { ...filled.detail, vocabulary: chosen, stage: of } });
  }
  return (
    <Select
      label={t("field.stage")}
      data={groups}
      value={stage ? `${vocabulary}/${stage}` : null}
      error={error}
      withAsterisk
      allowDeselect={false}
      onChange={choose}
    />
  );
}
