// Switch statements and expressions over ints, chars, strings and enums; yield; fall-through.
import java.util.*;

public class SwitchExpressions {
    enum Day { MON, TUE, WED, THU, FRI, SAT, SUN }

    static int len(Day d) {
        return switch (d) {
            case MON, FRI, SUN -> 6;
            case TUE -> 7;
            case THU, SAT -> 8;
            case WED -> {
                int x = d.name().length();
                yield x * 3;
            }
        };
    }

    static String kind(int n) {
        return switch (n) {
            case Integer.MIN_VALUE -> "min";
            case -1, 0, 1 -> "tiny";
            case 1000 -> "thousand";
            case Integer.MAX_VALUE -> "max";
            default -> n < 0 ? "negative" : "other";
        };
    }

    static int fall(int n) {
        int r = 0;
        switch (n) {
            case 1: r += 1;
            case 2: r += 2;
            case 3: r += 3; break;
            default: r = 100;
            case 9: r += 9;
        }
        return r;
    }

    static String text(String s) {
        switch (s) {
            case "Aa": case "BB": return "collision " + s;
            case "": return "empty";
            case "null": return "text null";
            default: return "none";
        }
    }

    static char vowel(char c) {
        return switch (c) {
            case 'a', 'e', 'i', 'o', 'u': yield 'V';
            default: yield 'C';
        };
    }

    static int boxed(Byte b) {
        return switch (b) { case 1 -> 10; case -128 -> 20; default -> throw new IllegalStateException("b" + b); };
    }

    public static void main(String[] args) {
        for (Day d : Day.values()) System.out.print(d + "=" + len(d) + " ");
        System.out.println();
        for (int n : new int[] {Integer.MIN_VALUE, -7, -1, 0, 1, 2, 1000, Integer.MAX_VALUE}) System.out.print(kind(n) + " ");
        System.out.println();
        for (int n = 0; n < 10; n++) System.out.print(fall(n) + " ");
        System.out.println();
        for (String s : List.of("Aa", "BB", "C#", "", "null")) System.out.println(text(s));
        StringBuilder sb = new StringBuilder();
        for (char c : "switching".toCharArray()) sb.append(vowel(c));
        System.out.println(sb + " " + boxed((byte) 1) + boxed((byte) -128));
        try {
            boxed((byte) 2);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        try {
            text(null);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        try {
            len(null);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        EnumMap<Day, Integer> counts = new EnumMap<>(Day.class);
        for (int i = 0; i < 30; i++) counts.merge(Day.values()[i * i % 7], 1, Integer::sum);
        System.out.println(counts + " " + EnumSet.complementOf(EnumSet.copyOf(counts.keySet())));
    }
}
