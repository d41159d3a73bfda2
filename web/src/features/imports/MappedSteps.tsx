import type { Upload } from "@/api/wire";
import { PageSkeleton } from "@/parts/Skeletons";
import { BadFile, NoRows } from "./BadFile";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import { useMapping, useNewImport } from "./useMapping";

/** The steps after the file: map columns, and preview. */
export default function MappedSteps({ file }: { file: Upload }) {
  const { search } = useNewImport();
  const mapped = useMapping(file);
  if (mapped.error) return <BadFile file={file} mapped={mapped} />;
  if (!mapped.guess || mapped.text === "") return <PageSkeleton />;
  const { guess } = mapped;
  if (guess.sample.length === 0 && guess.problems.length === 0) return <NoRows file={file} />;
  return search.step === "check" ? <CheckStep file={file} mapped={mapped} /> : <ColumnsStep file={file} guess={guess} mapped={mapped} />;
}
