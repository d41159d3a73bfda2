import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { conversionPreviewQuery } from "@/api/conversion";
import type { ConversionDraft } from "@/api/wire";
import { useSame } from "@/parts/useSame";

const TYPING_MS = 200;
/** Stands for the reason until there is one: what would be made does not depend on it. */
const ANY_REASON = "…";

/** What a conversion would come to, asked for while somebody chooses; nothing while something is not filled in. */
export function usePreview(lead: string, draft: ConversionDraft, isQualified: boolean, isReady: boolean) {
  const [asked] = useDebouncedValue(useSame({ ...draft, reason: isQualified ? null : ANY_REASON }), TYPING_MS);
  return useQuery({ ...conversionPreviewQuery(lead, asked), enabled: isReady });
}
