import { Radio, Stack } from "@mantine/core";
import type { ConversionCandidate, RecordType } from "@/api/wire";
import { t } from "@/messages/messages";
import { Candidate } from "./Candidate";
import classes from "./conversion.module.css";
import type { Choices } from "./draft";
import { NewDealFields } from "./NewDealFields";

interface Props {
  deals: ConversionCandidate[];
  of: RecordType;
  choices: Choices;
  mistakeAt: (pointer: string) => string | undefined;
  choose: (change: Partial<Choices>) => void;
}

/** Which deal the lead takes part in: a new one, an open one, or none. */
export function DealChoice({ deals, of, choices, mistakeAt, choose }: Props) {
  const { deal } = choices;
  const first = (value: string) => deal === value || undefined;
  return (
    <Radio.Group
      label={t("convert.deal")}
      value={deal}
      error={mistakeAt("/deal") ?? mistakeAt("/deal/join")}
      classNames={{ label: classes.legend ?? "" }}
      onChange={(next) => choose({ deal: next })}
    >
      <Stack gap="xs" mt={6}>
        {deals.map((candidate) => (
          <Candidate key={candidate.id} candidate={candidate} isFirst={deal === candidate.id} />
        ))}
        <Radio value="new" label={t("convert.deal.new")} data-autofocus={first("new")} />
        {deal === "new" && <NewDealFields of={of} choices={choices} mistakeAt={mistakeAt} choose={choose} />}
        <Radio value="none" label={t("convert.deal.none")} data-autofocus={first("none")} />
      </Stack>
    </Radio.Group>
  );
}
