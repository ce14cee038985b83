// node cache-score.mjs SUITE RESULTS.json: fails if a test failed that is not expected to.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

// docs/cache.md says why.
const NOT_PASSED = new Set([
  'age-parse-nonnumeric', 'age-parse-negative', 'age-parse-float', 'age-parse-prefix-twoline',
  'age-parse-dup-0', 'age-parse-dup-0-twoline', 'age-parse-dup-old', 'age-parse-parameter',
  'age-parse-numeric-parameter', 'stale-close-must-revalidate', 'stale-close-proxy-revalidate',
  'stale-close-no-cache', 'stale-close-s-maxage=2', 'headers-store-Transfer-Encoding',
  '304-etag-update-response-ETag', 'conditional-lm-fresh-no-lm', 'method-POST',
  'vary-normalise-lang-select', 'partial-store-partial-reuse-partial',
  'partial-store-partial-reuse-partial-byterange', 'partial-store-partial-reuse-partial-absent',
  'partial-store-partial-reuse-partial-suffix', 'partial-store-partial-complete',
  'surrogate-max-age-me-target', 'surrogate-fresh-cc-nostore'
])
const [suite, file] = process.argv.slice(2)
const load = async name => (await import(pathToFileURL(path.resolve(suite, 'tests', name)))).default
const tests = [...await load('index.mjs'), await load('surrogate-control.mjs')].flatMap(it => it.tests)
const results = JSON.parse(fs.readFileSync(file, 'utf8'))
const score = { required: [0, 0], optimal: [0, 0] }
const surprises = []
for (const test of tests) {
  const kind = test.kind ?? 'required'
  if (!(kind in score) || results[test.id] === undefined) continue
  const passed = results[test.id] === true
  score[kind][0] += passed
  score[kind][1]++
  if (!passed && !NOT_PASSED.has(test.id)) surprises.push(`${kind} ${test.id}: ${results[test.id]}`)
}
console.log(`required ${score.required.join('/')}, optional ${score.optimal.join('/')}`)
surprises.forEach(it => console.log(it))
process.exit(surprises.length === 0 && score.required[1] > 150 && score.optimal[0] >= 0.9 * score.optimal[1] ? 0 : 1)
