// Unicode: surrogates, code points, character classes, normalisation, break iteration, collation.
import java.text.*;
import java.util.*;

public class Unicode {
    public static void main(String[] args) {
        int[] cps = {'a', 'Z', '5', ' ', '\t', '_', '$', 'é', 'ß', 'Ω', 'ж', 'א', '中', 0x0663, 0x1F600, 0x10400, 0xD800, 0x301, 0x20AC, 0xA0, 0x2028, 0xAD, 0x10FFFF, 0x01C5, 0x2167};
        for (int c : cps) {
            System.out.println(Integer.toHexString(c) + " " + (c >= 0xD800 && c < 0xE000 ? "?" : Character.toString(c).replace('\t', '.').replace('\u2028', '.')) + " " + Character.getType(c) + " " + b(Character.isLetter(c)) + b(Character.isDigit(c)) + b(Character.isLetterOrDigit(c)) + b(Character.isWhitespace(c)) + b(Character.isSpaceChar(c)) + b(Character.isUpperCase(c)) + b(Character.isLowerCase(c)) + b(Character.isTitleCase(c)) + b(Character.isJavaIdentifierStart(c)) + b(Character.isJavaIdentifierPart(c)) + b(Character.isUnicodeIdentifierPart(c)) + b(Character.isIdentifierIgnorable(c)) + b(Character.isISOControl(c)) + b(Character.isMirrored(c)) + b(Character.isAlphabetic(c)) + b(Character.isIdeographic(c)) + b(Character.isDefined(c)) + " " + Integer.toHexString(Character.toUpperCase(c)) + " " + Integer.toHexString(Character.toLowerCase(c)) + " " + Integer.toHexString(Character.toTitleCase(c)) + " " + Character.getNumericValue(c) + " " + Character.digit(c, 16) + " " + Character.getDirectionality(c) + " " + Character.charCount(c) + " " + Character.getName(c) + " " + Character.UnicodeScript.of(c) + " " + Character.UnicodeBlock.of(c));
        }
        String s = "a😀𐐀z";
        System.out.println(s.length() + " " + s.codePointCount(0, s.length()) + " " + s.offsetByCodePoints(0, 2) + " " + Integer.toHexString(s.codePointBefore(3)) + " " + s.codePoints().mapToObj(Integer::toHexString).toList() + " " + new StringBuilder(s).reverse() + " " + s.toLowerCase(Locale.ROOT).codePointAt(3));
        System.out.println(Character.isSurrogatePair('\uD83D', '\uDE00') + " " + Character.toCodePoint('\uD83D', '\uDE00') + " " + (int) Character.highSurrogate(0x1F600) + " " + (int) Character.lowSurrogate(0x1F600) + " " + Character.isBmpCodePoint(0xFFFF) + Character.isValidCodePoint(0x110000));
        System.out.println(Normalizer.normalize("é", Normalizer.Form.NFD).length() + " " + Normalizer.normalize("e\u0301ﬁ", Normalizer.Form.NFKC) + " " + Normalizer.isNormalized("é", Normalizer.Form.NFC));
        BreakIterator words = BreakIterator.getWordInstance(Locale.ENGLISH);
        words.setText("Hello, big world. It's 3.14!");
        StringBuilder sb = new StringBuilder();
        for (int p = words.first(); p != BreakIterator.DONE; p = words.next()) sb.append(p).append(' ');
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText("One. Two! Three? Done");
        for (int p = sentences.first(); p != BreakIterator.DONE; p = sentences.next()) sb.append(p).append('/');
        System.out.println(sb);
        List<String> names = new ArrayList<>(List.of("zebra", "Äpfel", "apple", "Zoo", "äpfel", "b"));
        names.sort(Collator.getInstance(Locale.GERMAN));
        System.out.println(names);
        names.sort(null);
        System.out.println(names);
        System.out.println("\u0041\u00e9 \uD83D\uDE00 " + '\u0041' + "\0".length() + (int) '\uffff');
    }

    static String b(boolean x) { return x ? "1" : "0"; }
}
