// java.lang.String: search, comparison, slicing, case, trimming, splitting, errors; Latin-1 and UTF-16.
import java.util.*;

public class StringMethods {
    public static void main(String[] args) {
        for (String s : List.of("Hello, World", "żółw Ω", "", "  pad\t\n", "a😀b", "aAaA")) {
            System.out.println("[" + s.strip() + "] " + s.length() + " " + s.isEmpty() + s.isBlank() + " " + s.hashCode() + " " + s.toUpperCase(Locale.ROOT) + " " + s.toLowerCase(Locale.ROOT) + " " + s.indexOf('a') + s.lastIndexOf("a") + s.indexOf("l", 3) + s.contains("or") + s.startsWith("He") + s.endsWith("d") + " " + s.replace('a', 'z') + s.replace("a", "<>") + " " + s.codePointCount(0, s.length()) + " " + s.chars().sum() + " " + new StringBuilder(s).reverse());
        }
        System.out.println("abc".compareTo("abd") + " " + "abc".compareTo("ab") + " " + "a".compareTo("ż") + " " + "ABC".compareToIgnoreCase("abd") + " " + "straße".equalsIgnoreCase("STRASSE") + "ŻÓŁW".equalsIgnoreCase("żółw") + " " + "abc".regionMatches(true, 1, "xBC", 1, 2) + " " + "abc".contentEquals(new StringBuilder("abc")));
        System.out.println("hello".substring(2) + "hello".substring(1, 3) + "hello".charAt(4) + "hello".codePointAt(0) + " " + String.valueOf(new char[] {'x', 'y'}) + String.valueOf(new char[] {'x', 'y', 'z'}, 1, 2) + String.copyValueOf(new char[] {'q'}) + " " + "ab".repeat(3) + "-".repeat(0) + "x".concat("y") + String.join("/", "a", "b") + String.join(",", List.of("c", "d")));
        System.out.println("a1b2".replaceAll("[0-9]", "#") + " " + Arrays.toString("a:b::c".split(":")) + Arrays.toString("abc".split("")) + Arrays.toString("a.b".split("\\.", 2)) + Arrays.toString("x  y".split(" ")) + " " + "l1\nl2\r\nl3\r".lines().toList());
        System.out.println(" x ".trim() + "|" + "\u2003x\u2003".strip() + "|" + "\u2003x".trim().length() + "|" + " x ".stripLeading() + "|" + " x ".stripTrailing() + "|" + "i̇İIıß".toLowerCase(Locale.ROOT).length() + "ßﬁŉ".toUpperCase(Locale.ROOT) + " " + "TITLE".toLowerCase(Locale.forLanguageTag("tr")) + "title".toUpperCase(Locale.forLanguageTag("tr")));
        char[] dst = new char[5];
        "abcde".getChars(1, 4, dst, 1);
        System.out.println(Arrays.toString(dst).replace('\0', '0') + " " + "xyz".toCharArray().length + " " + "ab".describeConstable().get() + " " + "x".transform(t -> t + t) + " " + "a\tb".translateEscapes() + " " + "abcabc".indexOf("ca") + "abcabc".lastIndexOf('b', 3) + "aaa".indexOf("") + "aaa".lastIndexOf("") + "日本語".indexOf("語") + "日本語".indexOf('a'));
        for (Runnable r : List.<Runnable>of(() -> "abc".charAt(3), () -> "abc".charAt(-1), () -> "abc".substring(4), () -> "abc".substring(2, 1), () -> "abc".substring(-1, 2), () -> "x".repeat(-1), () -> "żb".charAt(5),
                () -> new String(new char[2], 1, 5), () -> "a".codePointAt(1), () -> "x".compareTo(null), () -> "abc".getChars(0, 3, new char[2], 0), () -> String.valueOf((char[]) null), () -> "abc".subSequence(0, 9))) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        System.out.println(new String(new int[] {0x48, 0x1F600, 0x49}, 0, 3) + " " + "é".equals("e\u0301") + " " + "abc".matches("a.c") + " " + "B".compareTo("a") + " " + String.CASE_INSENSITIVE_ORDER.compare("B", "a") + " " + "%d%%".formatted(5));
        StringBuilder big = new StringBuilder();
        for (int i = 0; i < 3000; i++) big.append((char) ('a' + i % 26)).append(i % 100 == 0 ? "ω" : "");
        String t = big.toString();
        System.out.println(t.hashCode() + " " + t.indexOf("zab") + " " + t.lastIndexOf("ω") + " " + t.replace("ω", "").length() + " " + t.substring(1000, 1010) + " " + t.equals(big.toString()) + t.chars().filter(c -> c > 255).count());
    }
}
