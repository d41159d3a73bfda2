import { Skeleton, Stack } from "@mantine/core";
import { t } from "@/messages/messages";

const LINES = [85, 100, 70];

/** A placeholder for a few lines of text. */
export function CardSkeleton() {
  return (
    <Stack gap={8} role="status" aria-label={t("loading")}>
      {LINES.map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} />
      ))}
    </Stack>
  );
}

/** A placeholder for a whole page. */
export function PageSkeleton() {
  return (
    <Stack gap="md" p="lg" role="status" aria-label={t("loading")}>
      <Skeleton height={24} width={200} />
      <Skeleton height={120} />
      <Skeleton height={240} />
    </Stack>
  );
}
