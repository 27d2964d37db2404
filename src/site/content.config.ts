import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { z } from 'astro/zod';

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters, digits and hyphens.');
const specReference = z.string().regex(/^[a-z0-9.-]+#[0-9A-Z.-]+$/, 'Write the specification and its section, as in rfc7636#4.6.');

const lessons = defineCollection({
  loader: glob({ pattern: '*/*.mdx', base: './content/lessons' }),
  schema: z.strictObject({
    title: z.string().describe('What the lesson is about, without a full stop.'),
    summary: z.string().describe('The situation in one or two sentences; stands under the title.'),
    module: slug.describe('The module it belongs to, an id of modules.yaml.'),
    order: z.int().positive().describe('Its place in the module, from 1.'),
    minutes: z.int().min(5).max(15).describe('How long a reader needs, labs included.'),
    objectives: z.array(z.string()).min(1).describe('What the reader can do afterwards, each completing "You can …".'),
    prerequisites: z
      .array(z.string())
      .default([])
      .describe('Lessons to read first, as module/lesson; those that do not exist yet are not shown.'),
    terms: z.array(slug).default([]).describe('Words the lesson explains, ids of terms.yaml.'),
    specs: z.array(specReference).min(1).describe('The sections the lesson rests on.'),
    labs: z.array(slug).default([]).describe('Labs in the lesson, in order.'),
    misconceptions: z.array(z.string()).min(1).describe('What people wrongly believe and the lesson sets right.'),
    instructor: z
      .strictObject({
        ask: z.string().describe('What to ask the room.'),
        stuck: z.string().describe('Where people get stuck, and what helps.'),
        timing: z.string().describe('How to spend the time.'),
      })
      .describe('Notes for whoever teaches this in a room.'),
  }),
});

const stories = defineCollection({
  loader: glob({ pattern: '*/story.md', base: './labs' }),
  schema: z.strictObject({
    concepts: z
      .array(z.string())
      .min(1)
      .describe('What the lab is about, in the words of the specifications; the gallery filters by them.'),
    specs: z.array(specReference).min(1).describe('The sections a reader should look at first.'),
    minutes: z.int().positive().describe('How long a reader needs.'),
  }),
});

const modules = defineCollection({
  loader: file('content/modules.yaml'),
  schema: z.strictObject({ id: slug, number: z.int().positive(), title: z.string(), summary: z.string() }),
});

const terms = defineCollection({
  loader: file('content/terms/terms.yaml'),
  schema: z.strictObject({ id: slug, title: z.string(), meaning: z.string(), specs: z.array(specReference).default([]) }),
});

const specs = defineCollection({
  loader: file('content/specs.yaml'),
  schema: z.looseObject({ title: z.string(), url: z.url(), sections: z.record(z.string(), z.unknown()).default({}) }),
});

export const collections = { lessons, stories, modules, terms, specs };
