import { evidence } from "@/words/en/evidence";
import { addWords } from "@/words/words";

addWords(evidence);
