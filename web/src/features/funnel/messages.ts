import { funnel } from "@/words/en/funnel";
import { addWords } from "@/words/words";

addWords(funnel);
