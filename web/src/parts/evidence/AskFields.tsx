import { Autocomplete, Input, SegmentedControl, TextInput } from "@mantine/core";
import type { Evidence } from "@/api/wire";
import { t, tMaybe } from "@/messages/messages";
import { AmountField } from "./AmountField";
import { CriterionField } from "./CriterionField";
import { DealField } from "./DealField";
import type { Filled } from "./entry";
import classes from "./evidence.module.css";
import type { Mistakes } from "./mistakes";
import { NamesField } from "./NamesField";
import { type Ask, FINDINGS, NEEDED, REASONS } from "./shapes";
import { StageField } from "./StageField";
import { detailTitle, plain, valueTitle } from "./titles";

interface Props {
  asks: Ask[];
  /** The evidence of the party that it is about. */
  evidence: Evidence[];
  filled: Filled;
  fill: (change: Partial<Filled>) => void;
  mistakes: Mistakes;
}

interface FieldProps extends Omit<Props, "asks"> {
  ask: Ask;
}

const DAYS = new Set<Ask>(["until", "expires", "covers_until"]);

/** A field for an entry of the detail. */
function DetailField({ ask, filled, fill, mistakes }: FieldProps) {
  const common = {
    label: detailTitle(ask),
    error: mistakes[ask],
    description: tMaybe(`detail.${ask}.${filled.kind}`, ""),
    withAsterisk: NEEDED[filled.kind ?? ""]?.includes(ask) ?? false,
  };
  const value = filled.detail[ask] ?? "";
  const put = (next: string) => fill({ detail: { ...filled.detail, [ask]: next } });
  if (ask === "criterion") {
    return <CriterionField {...common} value={value} put={put} />;
  }
  if (ask === "value") {
    const data = FINDINGS.map((one) => ({ value: one, label: valueTitle(ask, one) }));
    return (
      <Input.Wrapper {...common} labelElement="div" labelProps={{ id: "record-value" }}>
        <SegmentedControl fullWidth size="sm" aria-labelledby="record-value" data={data} value={value} onChange={put} />
      </Input.Wrapper>
    );
  }
  if (ask === "reason") {
    const words = REASONS[filled.kind ?? ""] ?? [];
    const word = (text: string) => words.find((one) => plain(one) === text) ?? text;
    return <Autocomplete {...common} data={words.map(plain)} value={plain(value)} onChange={(text) => put(word(text))} />;
  }
  return (
    <TextInput
      {...common}
      type={DAYS.has(ask) ? "date" : "text"}
      inputMode={ask === "score" ? "numeric" : undefined}
      value={value}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}

function Field(props: FieldProps) {
  const { ask, evidence, filled, fill, mistakes } = props;
  if (ask === "deal") return <DealField evidence={evidence} filled={filled} fill={fill} />;
  if (ask === "names") return <NamesField evidence={evidence} filled={filled} fill={fill} error={mistakes.names} />;
  if (ask === "amount") return <AmountField filled={filled} fill={fill} mistakes={mistakes} />;
  if (ask === "stage") return <StageField filled={filled} fill={fill} error={mistakes.stage} />;
  if (ask === "product_line") {
    const label = t("detail.product_line");
    return <TextInput label={label} value={filled.productLine} onChange={(event) => fill({ productLine: event.currentTarget.value })} />;
  }
  return <DetailField {...props} />;
}

/** The detail fields of a kind. */
export function AskFields({ asks, ...rest }: Props) {
  if (asks.length === 0) return null;
  return (
    <div className={classes.asks}>
      {asks.map((ask) => (
        <Field key={ask} ask={ask} {...rest} />
      ))}
    </div>
  );
}
