import { useQuery } from "@tanstack/react-query";
import { conversionOptionsQuery } from "@/api/conversion";
import { useEvidence } from "@/api/useEvidence";
import type { ConversionReceipt } from "@/api/wire";

/**
 * The conversion of somebody that is in force; null if there is none, undefined until that is known. It comes with the options, which are
 * looked for among everybody: a page asks for them only if there is evidence of a conversion.
 */
export function useConverted(party: string): ConversionReceipt | null | undefined {
  const { evidence, hasOlder } = useEvidence(party);
  const isSaid = hasOlder || (evidence?.some((piece) => piece.live && piece.kind === "converted") ?? false);
  const { data } = useQuery({ ...conversionOptionsQuery(party), enabled: isSaid });
  if (evidence && !isSaid) return null;
  return data?.converted;
}
