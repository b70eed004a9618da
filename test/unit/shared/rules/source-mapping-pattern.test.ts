import { describe, expect, it } from 'vitest';
import { compilePattern, PatternFault } from '../../../../shared/rules/source-mapping-pattern';

describe('patterns', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['', [''], ['a']],
    ['abc', ['abc'], ['ab', 'abcd', 'xabc']],
    ['10\\..*', ['10.1', '10.', '10.0.0.1:9100'], ['100', '110.1']],
    ['a|bc|', ['a', 'bc', ''], ['abc']],
    ['(a|b)+c?', ['a', 'abab', 'bac'], ['c', '']],
    ['x{2,3}', ['xx', 'xxx'], ['x', 'xxxx']],
    ['x{2}y{0,1}', ['xx', 'xxy'], ['xxyy']],
    ['x{2,}', ['xx', 'xxxxxx'], ['x']],
    ['x{,2}', ['x{,2}'], ['xx']],
    ['a{b', ['a{b'], ['ab']],
    ['[a-c_]+', ['abc_'], ['d']],
    ['[^a-c]', ['d', 'å'], ['a']],
    ['[]a]+', [']a'], ['b']],
    ['[a-]+', ['a-'], ['b']],
    ['[\\d.]+', ['10.2'], ['a']],
    ['[^\\D]+', ['10'], ['1a']],
    ['\\w+\\s\\S', ['ab c'], ['ab']],
    ['\\x41\\x{e6}', ['Aæ'], ['A']],
    ['(?i)EKG', ['ekg', 'EkG'], ['ek']],
    ['(?i:e)kg', ['Ekg'], ['EKG']],
    ['a(?i)b|c', ['aB', 'C'], ['AB']],
    ['(?P<name>a)(?:b)(?<n>c)', ['abc'], ['ab']],
    ['^a$', ['a'], ['^a$']],
    ['a^b', [], ['ab', 'a^b']],
    ['(^|x)a($|y)', ['a', 'xay', 'xa'], ['xyay']],
    ['\\Aa\\z', ['a'], ['ba']],
    ['.', ['\n', '🏥'], ['', 'ab']],
    ['a*?b+?', ['aab', 'b'], ['a']],
    ['(a*)*', ['', 'aaaa'], ['b']],
    ['(a*)+', ['', 'aaaa'], ['b']],
    ['(|a)+', ['', 'aa'], ['b']],
  ])('%s', (source, yes, no) => {
    const pattern = compilePattern(source);
    for (const text of yes) expect(pattern.matches(text), text).toBe(true);
    for (const text of no) expect(pattern.matches(text), text).toBe(false);
  });

  it.each([
    ['(', 'en «)» mangler'],
    [')', 'en «)» for mye'],
    ['[a', 'mønsteret slutter midt i noe'],
    ['a**', 'to gjentakelser'],
    ['*', 'uten noe å gjenta'],
    ['a{3,2}', 'går ikke an'],
    ['a{2000}', 'går ikke an'],
    ['[z-a]', 'baklengs'],
    ['(?=a)', 'støttes ikke'],
    ['(?!a)', 'støttes ikke'],
    ['(?<=a)', 'støttes ikke'],
    ['\\bx', 'støttes ikke'],
    ['(a)\\1', 'støttes ikke'],
    ['\\pL', 'støttes ikke'],
    ['\\', 'mønsteret slutter'],
    ['((a{100}){100}){100}', 'for stort'],
    ['('.repeat(200), 'for mange parenteser'],
  ])('refuses %s', (source, reason) => {
    expect(() => compilePattern(source)).toThrow(PatternFault);
    expect(() => compilePattern(source)).toThrow(reason);
  });

  it('takes no longer for what blows up a backtracking engine', () => {
    const text = `${'a'.repeat(5_000)}!`;
    const began = performance.now();
    for (const source of [
      '(a+)+',
      '(a|a)*',
      '(a|aa)+',
      '(.*a){20}',
      '(x+x+)+y',
      'a?'.repeat(100) + 'a'.repeat(100),
    ]) {
      expect(compilePattern(source).matches(text)).toBe(false);
    }
    // Any one of them would take JavaScript's own engine longer than the universe is old.
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
