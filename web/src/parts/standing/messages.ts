import { standing } from "@/words/en/standing";
import { addWords } from "@/words/words";

addWords(standing);
