import { Button } from "@mantine/core";
import { t } from "@/messages/messages";

interface Props {
  isLoading: boolean;
  load: () => unknown;
}

/** The last item of a lane that has more cards. */
export function MoreCards({ isLoading, load }: Props) {
  return (
    <li>
      <Button fullWidth size="xs" variant="subtle" loading={isLoading} onClick={() => void load()}>
        {t("board.more")}
      </Button>
    </li>
  );
}
