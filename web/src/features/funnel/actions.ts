import { useNavigate, useRouter } from "@tanstack/react-router";
import type { Vocabulary } from "@/api/wire";
import { saveFile } from "@/shell/save";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { fixed } from "./asked";
import { type Counted, csvOf } from "./csv";
import { type GroupFields, nameOfGroup, titleOfGroupField } from "./groupField";
import { today } from "./period";
import type { FunnelSearch } from "./search";
import type { Funnels } from "./useFunnel";

/** Copies a link to what is shown, with fixed vocabulary and days, and confirms it. */
export function useShare(search: FunnelSearch, vocabulary: string): () => Promise<void> {
  const router = useRouter();
  const navigate = useNavigate();
  return async () => {
    const shared = { to: "/funnel", search: fixed(search, vocabulary, today()) } as const;
    const { href } = router.buildLocation(shared);
    try {
      await navigator.clipboard.writeText(new URL(href, location.origin).href);
      toast({ message: t("funnel.share.done") });
    } catch {
      // Browsers only allow copying on a secure connection.
      await navigate({ ...shared, replace: true });
      toast({ message: t("funnel.share.refused") });
    }
  };
}

/** The field that the screen groups by, with the own fields of those followed. */
interface Grouping {
  by: string;
  own: GroupFields;
}

/** The funnels on the screen, for a file. */
function countedOf({ asked, funnel, other, groups }: Funnels, grouping: Grouping | undefined): Counted[] {
  if (!asked || !funnel) return [];
  const { main } = asked;
  return [
    { options: main, as_of: funnel.as_of, stages: funnel.stages },
    ...(other && asked.other ? [{ options: asked.other, as_of: other.as_of, stages: other.stages }] : []),
    ...((grouping && groups?.groups) ?? []).map(({ key, stages }) => ({
      options: main,
      as_of: funnel.as_of,
      group: grouping && nameOfGroup(grouping.by, key, grouping.own),
      stages,
    })),
  ];
}

/** Saves every number on the screen. */
export function saveCsv(funnels: Funnels, vocabulary: Vocabulary, grouping: Grouping | undefined) {
  const title = grouping && titleOfGroupField(grouping.by, grouping.own);
  const content = new Blob([csvOf(countedOf(funnels, grouping), vocabulary, title)], { type: "text/csv;charset=utf-8" });
  saveFile(`${t("funnel.download.file")}-${vocabulary.name}-${today()}.csv`, content);
}
