// java.util.regex: groups, quantifiers, look-around, flags, replacement, splitting, errors.
import java.util.*;
import java.util.regex.*;
import java.util.stream.*;

public class RegexTour {
    static void all(String regex, String input, int flags) {
        Matcher m = Pattern.compile(regex, flags).matcher(input);
        StringBuilder sb = new StringBuilder(regex + " ~ ");
        while (m.find()) {
            sb.append('[').append(m.start()).append('-').append(m.end()).append(' ').append(m.group());
            for (int g = 1; g <= m.groupCount(); g++) sb.append('|').append(m.group(g));
            sb.append(']');
        }
        System.out.println(sb);
    }

    public static void main(String[] args) {
        all("(\\d+)-(\\d+)", "10-20, 30-40;5-", 0);
        all("a*?b", "aaab b ab", 0);
        all("(?<year>\\d{4})/(?<month>\\d\\d)", "on 2024/02 and 1999/12", 0);
        all("(?i)hello|WORLD", "Hello world HELLO", 0);
        all("^\\w+$", "one\ntwo three\nfour", Pattern.MULTILINE);
        all("a.c", "abc a\nc axc", Pattern.DOTALL);
        all("(?<=\\$)\\d+(?!\\d|%)", "$100 $20% 300", 0);
        all("(\\w)\\1", "aabbcd ee", 0);
        all("[a-c&&[^b]]+", "abcacb", 0);
        all("\\p{Lu}\\p{Ll}*", "Ärger Über alles Zoë", 0);
        all("x{2,3}+x", "xxxx xxx", 0);
        all("(?:ab)+|(cd)?e", "ababcdee", 0);
        all("\\bfoo\\B", "foobar foo food", 0);
        all("\\Qa.b\\E", "a.b axb", 0);
        all("# comment\n\\d # digit", "1a2", Pattern.COMMENTS);
        System.out.println("2024-02-29".replaceAll("(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1"));
        System.out.println(Pattern.compile("\\d+").matcher("a1b22c333").replaceAll(r -> "<" + Integer.parseInt(r.group()) * 2 + ">"));
        System.out.println(Arrays.toString("a,b,,c,,".split(",")) + Arrays.toString("a,b,,c,,".split(",", -1)) + Arrays.toString(" a b".split("\\s")));
        System.out.println(Pattern.compile("[,;] *").splitAsStream("x, y;z").collect(Collectors.toList()));
        System.out.println("aXbXc".replaceFirst("X", Matcher.quoteReplacement("$1")) + " " + "abc".matches("[a-z]{3}"));
        Matcher m = Pattern.compile("(a)(b)?").matcher("ac");
        System.out.println(m.matches() + " " + m.lookingAt() + " " + m.group(2) + " " + m.start(2) + " " + m.hitEnd());
        StringBuilder sb = new StringBuilder();
        Matcher t = Pattern.compile("\\{(\\w+)}").matcher("Dear {name}, you owe {sum}.");
        Map<String, String> values = Map.of("name", "Bob", "sum", "$5");
        while (t.find()) t.appendReplacement(sb, Matcher.quoteReplacement(values.get(t.group(1))));
        System.out.println(t.appendTail(sb));
        System.out.println(Pattern.compile("o").matcher("foo boo").results().map(MatchResult::start).toList());
        for (String bad : List.of("(", "[a", "a{2,1}", "*x", "(?<n>a)(?<n>b)", "\\")) {
            try {
                Pattern.compile(bad);
                System.out.println("accepted " + bad);
            } catch (PatternSyntaxException e) {
                System.out.println(e.getMessage().replace(System.lineSeparator(), " / "));
            }
        }
        try {
            Pattern.compile("x").matcher("y").group();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(Pattern.compile("a+b").asPredicate().test("xxaab") + " " + Pattern.compile("a+b").asMatchPredicate().test("xxaab"));
        System.out.println(Pattern.compile("(x+x+)+y").matcher("x".repeat(12)).find());
    }
}
