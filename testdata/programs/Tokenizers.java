// StringTokenizer, String.split and hand-written scanning give the same words.
import java.util.*;

public class Tokenizers {
    public static void main(String[] args) {
        StringTokenizer t = new StringTokenizer("a b\tc\n d");
        System.out.print(t.countTokens() + " ");
        while (t.hasMoreTokens()) System.out.print(t.nextToken() + "|");
        t = new StringTokenizer("x=1;y=22", "=;", true);
        while (t.hasMoreElements()) System.out.print(t.nextElement() + " ");
        t = new StringTokenizer("1,2;3,4", ",");
        System.out.println(t.nextToken() + t.nextToken(";") + t.nextToken());
        try {
            t.nextToken();
            t.nextToken();
        } catch (NoSuchElementException e) {
            System.out.println("end");
        }
        String text = "It was the best of times, it was the worst of times; it was the age of wisdom...";
        List<String> a = new ArrayList<>(), b = new ArrayList<>();
        StringTokenizer w = new StringTokenizer(text, " ,;.");
        while (w.hasMoreTokens()) a.add(w.nextToken());
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean word = i < text.length() && Character.isLetter(text.charAt(i));
            if (word && start < 0) start = i;
            if (!word && start >= 0) {
                b.add(text.substring(start, i));
                start = -1;
            }
        }
        System.out.println(a.equals(b) + " " + a.equals(Arrays.asList(text.split("[ ,;.]+"))) + " " + a.size());
        TreeMap<String, Integer> freq = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String s : a) freq.merge(s, 1, Integer::sum);
        System.out.println(freq);
    }
}
