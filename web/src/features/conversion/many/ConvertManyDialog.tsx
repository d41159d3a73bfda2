import "../messages";
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { PartyRequest } from "@/api/parties";
import { typesQuery } from "@/api/records";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { useFocusBack } from "@/parts/useFocusBack";
import { t } from "@/messages/messages";
import { ManyForm } from "./ManyForm";
import { ManyResult } from "./ManyResult";
import { useConvertMany } from "./useConvertMany";

interface Props {
  /** Who is converted, and how many they are. */
  request: PartyRequest;
  count: number;
  close: () => void;
  /** Called when it came to its end. */
  done: () => void;
}

/** Converts all selected people and organizations, and says what came of each. */
export default function ConvertManyDialog({ request, count, close, done }: Props) {
  useFocusBack();
  const { data: types, error } = useQuery(typesQuery);
  const many = useConvertMany(request);
  const deals = types?.find((one) => one.name === "deal");
  const { busy, outcome } = many;
  const leave = () => (outcome ? done() : close());
  return (
    <Modal
      opened
      onClose={leave}
      size="xl"
      title={t("convert.many.title", { count })}
      closeOnEscape={!busy}
      closeOnClickOutside={!busy}
      withCloseButton={!busy}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      {error && <ErrorState thrown={error} compact />}
      {!deals && !error && <CardSkeleton />}
      {outcome ? <ManyResult outcome={outcome} many={many} close={leave} /> : deals && <ManyForm request={request} of={deals} many={many} close={close} />}
    </Modal>
  );
}
