// StringBuilder and StringBuffer: append of every type, insert, delete, replace, growth, errors.
import java.util.*;

public class StringBuilders {
    public static void main(String[] args) {
        StringBuilder sb = new StringBuilder();
        sb.append(true).append('c').append(1).append(2L).append(1.5f).append(2.5).append("s").append((String) null).append(new char[] {'x', 'y'}).append("abcdef", 1, 3).append(new char[] {'1', '2', '3'}, 1, 2).append((Object) null).appendCodePoint(0x1F600).append(new StringBuffer("buf")).append(Integer.MIN_VALUE).append(Long.MIN_VALUE).append(-0.0);
        System.out.println(sb + " " + sb.length());
        sb.setLength(10);
        sb.insert(0, "start").insert(5, 42).insert(7, 'c').insert(0, 1.5).insert(2, true).insert(sb.length(), "end").insert(3, new char[] {'-', '-'});
        System.out.println(sb);
        sb.delete(0, 4).deleteCharAt(0).replace(1, 3, "REPLACED").setCharAt(0, 'é');
        System.out.println(sb + " " + sb.indexOf("RE") + sb.lastIndexOf("E") + sb.charAt(2) + sb.substring(3, 6) + sb.codePointAt(0));
        sb.reverse();
        System.out.println(sb + " " + new StringBuilder("a😀b").reverse() + " " + new StringBuilder("ab").compareTo(new StringBuilder("ac")) + " " + sb.equals(new StringBuilder(sb)));
        StringBuilder grow = new StringBuilder(1);
        for (int i = 0; i < 1000; i++) grow.append(i).append(i % 100 == 50 ? 'Ω' : ',');
        System.out.println(grow.length() + " " + grow.toString().hashCode());
        grow.setLength(5);
        grow.setLength(8);
        grow.trimToSize();
        grow.ensureCapacity(100);
        System.out.println(grow.toString().replace('\0', '#') + " " + grow.capacity() + " " + new StringBuilder().capacity() + " " + new StringBuilder("xyz").capacity());
        for (Runnable r : List.<Runnable>of(() -> sb.charAt(1000), () -> sb.insert(-1, "x"), () -> sb.delete(5, 2), () -> sb.deleteCharAt(5000), () -> sb.setLength(-1), () -> sb.substring(3, 1), () -> sb.replace(900, 901, ""), () -> new StringBuilder(-1), () -> sb.append("abc", 2, 9), () -> sb.setCharAt(-1, 'x'))) {
            try {
                r.run();
                System.out.println("fine");
            } catch (RuntimeException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        StringBuffer buf = new StringBuffer("sync");
        buf.append(1).insert(0, 'x').reverse();
        System.out.println(buf + " " + buf.chars().count());
        StringJoiner j = new StringJoiner(", ", "[", "]").setEmptyValue("none");
        System.out.println(j + "" + j.add("a").add("b").merge(new StringJoiner("-").add("c").add("d")) + j.length());
        CharSequence cs = new StringBuilder("seq");
        System.out.println(cs.subSequence(1, 3) + " " + CharSequence.compare("a", cs) + " " + cs.isEmpty());
    }
}
