// Text processing: word frequencies, anagrams, palindromes, wrapping, Caesar, edit distance, roman numerals.
import java.util.*;
import java.util.stream.*;

public class WordCount {
    static final String TEXT = """
        Call me Ishmael. Some years ago - never mind how long precisely - having little or no money in my
        purse, and nothing particular to interest me on shore, I thought I would sail about a little and see
        the watery part of the world. It is a way I have of driving off the spleen and regulating the
        circulation. Whenever I find myself growing grim about the mouth; whenever it is a damp, drizzly
        November in my soul; then, I account it high time to get to sea as soon as I can.
        """;

    static String wrap(String text, int width) {
        StringBuilder out = new StringBuilder();
        int col = 0;
        for (String w : text.split("\\s+")) {
            if (col + w.length() + 1 > width) {
                out.append('\n');
                col = 0;
            } else if (col > 0) {
                out.append(' ');
                col++;
            }
            out.append(w);
            col += w.length();
        }
        return out.toString();
    }

    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) d[i][j] = i + j;
                else d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
            }
        }
        return d[a.length()][b.length()];
    }

    static String roman(int n) {
        String[] s = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
        int[] v = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < v.length; i++) for (; n >= v[i]; n -= v[i]) sb.append(s[i]);
        return sb.toString();
    }

    public static void main(String[] args) {
        Map<String, Integer> freq = new TreeMap<>();
        for (String w : TEXT.toLowerCase().split("[^a-z]+")) freq.merge(w, 1, Integer::sum);
        freq.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey())).limit(8).forEach(e -> System.out.printf("%-6s %d%n", e.getKey(), e.getValue()));
        int[] letters = new int[26];
        for (char c : TEXT.toLowerCase().toCharArray()) if (c >= 'a' && c <= 'z') letters[c - 'a']++;
        System.out.println(IntStream.range(0, 26).mapToObj(i -> (char) ('a' + i) + ":" + letters[i]).collect(Collectors.joining(" ")));
        System.out.println(wrap(TEXT, 50));
        Map<String, List<String>> anagrams = Stream.of("listen", "silent", "enlist", "google", "gogole", "abc").collect(Collectors.groupingBy(s -> s.chars().sorted().mapToObj(c -> "" + (char) c).collect(Collectors.joining()), TreeMap::new, Collectors.toList()));
        System.out.println(anagrams);
        for (String p : List.of("A man, a plan, a canal: Panama", "Not one")) {
            String clean = p.replaceAll("\\W", "").toLowerCase();
            System.out.println(p + " " + clean.contentEquals(new StringBuilder(clean).reverse()));
        }
        String shifted = TEXT.chars().limit(60).mapToObj(c -> Character.isLetter(c) ? (char) ((Character.toLowerCase(c) - 'a' + 13) % 26 + 'a') : (char) c).map(String::valueOf).collect(Collectors.joining());
        System.out.println(shifted.strip() + " " + distance("kitten", "sitting") + distance("", "abc") + " " + IntStream.of(1994, 2024, 49, 3999).mapToObj(WordCount::roman).toList());
        System.out.println(TEXT.lines().map(String::length).toList() + " " + TEXT.codePoints().filter(Character::isUpperCase).count());
    }
}
