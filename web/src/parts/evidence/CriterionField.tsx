import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { frameworksQuery } from "@/api/frameworks";
import { valueTitle } from "./titles";

interface Props {
  label: string;
  error: ReactNode;
  description: string;
  withAsterisk: boolean;
  value: string;
  put: (next: string) => void;
}

/** Chooses a criterion of the frameworks in use. */
export function CriterionField({ value, put, ...common }: Props) {
  const { data: frameworks = [] } = useQuery(frameworksQuery);
  const asked = frameworks.filter((one) => one.in_use).flatMap((one) => one.criteria);
  const titles = new Map(asked.map(({ name, title }) => [name, title]));
  // What a link or a piece that is corrected names may be of a framework that is not in use any more.
  if (value && !titles.has(value)) titles.set(value, valueTitle("criterion", value));
  const data = [...titles].map(([name, title]) => ({ value: name, label: title }));
  return <Select {...common} data={data} value={value || null} allowDeselect={false} onChange={(next) => put(next ?? "")} />;
}
