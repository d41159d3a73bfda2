import { Group, Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { formatMoney } from "@/messages/format";
import { t } from "@/messages/messages";
import { amountOf } from "./amount";
import type { Filled } from "./entry";
import type { Mistakes } from "./mistakes";

interface Props {
  filled: Filled;
  fill: (change: Partial<Filled>) => void;
  mistakes: Mistakes;
}

/** Money with its currency; the parsed amount is shown below. */
export function AmountField({ filled, fill, mistakes }: Props) {
  const currencies = useMemo(() => Intl.supportedValuesOf("currency"), []);
  const amount = amountOf(filled.amount, filled.currency);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <TextInput
        label={t("detail.amount")}
        inputMode="decimal"
        value={filled.amount}
        error={mistakes.amount}
        description={amount && formatMoney(amount.minor, amount.currency)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        flex={1}
        onChange={(event) => fill({ amount: event.currentTarget.value })}
      />
      <Select
        label={t("detail.currency")}
        data={currencies}
        value={filled.currency || null}
        error={mistakes.currency}
        searchable
        openOnFocus={false}
        allowDeselect={false}
        w={88}
        onChange={(currency) => currency && fill({ currency })}
      />
    </Group>
  );
}
