// What pages do by themselves, in one script for all of them: it is fetched once, and none of its parts waits for another.
// A part does nothing where its elements are not.
import '#site/layouts/theme-button.ts';
import '#site/lesson/do-in-lab.ts';
import '#site/lesson/goal-keeper.ts';
import '#site/lesson/predict.ts';
import '#site/lesson/question.ts';
import '#site/lesson/run-in-terminal.ts';
import '#site/ui/filter.ts';
import { startLessonPage } from '#site/lesson/lesson-page.ts';

startLessonPage();
