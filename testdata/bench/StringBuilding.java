// StringBuilder, concatenation, splitting, case, search, formatting.
// args: 8000
import java.util.*;

public class StringBuilding {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < n; i++) sb.append("item").append(i).append(i % 7 == 0 ? ';' : ',').append(i * 0.5);
        String text = sb.toString();
        int hash = text.hashCode();
        for (String s : text.split(";")) hash = hash * 31 + s.toUpperCase(Locale.ROOT).indexOf("M9");
        for (int i = 0; i < n; i++) {
            String s = "k" + i + "=" + (i * 31) + '\u017c';
            hash = hash * 31 + s.substring(s.indexOf('=') + 1).hashCode() + (s.endsWith("ż") ? 1 : 0);
        }
        for (int i = 0; i < n / 20; i++) hash = hash * 31 + String.format(Locale.ROOT, "%05d|%-8s|%.3f", i, "s" + i, i / 3.0).hashCode();
        String reversed = new StringBuilder(text).reverse().toString();
        int same = 0;
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) == reversed.charAt(i)) same++;
        System.out.println(hash + " " + same + " " + text.replace("item", "i").length());
    }
}
