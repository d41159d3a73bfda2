import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { kindsQuery } from "@/api/vocabularies";
import { typedOver } from "../typedOver";
import { t, tMaybe } from "@/messages/messages";
import classes from "./Filter.module.css";
import type { EvidenceTest } from "./filter";
import { TimeEditor } from "./TimeEditor";

interface Props {
  test: EvidenceTest;
  change: (test: EvidenceTest) => void;
}

/** Evidence of which kind or family, and when. */
export function EvidenceEditor({ test, change }: Props) {
  const { data: kinds = [] } = useQuery(kindsQuery);
  const isFamily = test.family !== undefined;
  const families = [...new Set(kinds.map((kind) => kind.family))];
  const familyName = (family: string) => tMaybe(`family.${family}`, family);
  const data = isFamily
    ? families.map((value) => ({ value, label: familyName(value) }))
    : families.map((family) => ({
        group: familyName(family),
        items: kinds.filter((kind) => kind.family === family).map(({ name }) => ({ value: name, label: tMaybe(`evidence.${name}`, name) })),
      }));
  return (
    <>
      <Select
        size="xs"
        searchable
        {...typedOver}
        className={classes.grow}
        aria-label={t(isFamily ? "filter.evidence.family" : "filter.evidence.kind")}
        placeholder={t("filter.choose")}
        comboboxProps={{ withinPortal: false }}
        data={data}
        value={(isFamily ? test.family : test.kind) || null}
        onChange={(value) => change({ ...test, [isFamily ? "family" : "kind"]: value ?? "" })}
      />
      <TimeEditor test={test} change={change} canBeAny />
    </>
  );
}
