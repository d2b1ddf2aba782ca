// String concatenation through invokedynamic: every type, constants, nulls, many operands, evaluation order.
import java.util.*;

public class StringConcat {
    static int n;

    static int next() { return ++n; }

    static class Talk {
        @Override public String toString() { n += 100; return "T" + n; }
    }

    static class Null {
        @Override public String toString() { return null; }
    }

    public static void main(String[] args) {
        boolean z = true;
        byte b = -1;
        char c = 'é';
        short s = -300;
        int i = Integer.MIN_VALUE;
        long j = Long.MIN_VALUE;
        float f = 1.1f;
        double d = -0.0;
        String t = null;
        Object o = null;
        char[] chars = {'x'};
        System.out.println("" + z + b + c + s + i + j + f + d + t + o);
        System.out.println(z + " " + b + ' ' + c + "\1\2" + s + i + '\u0001' + j + "x" + f + d);
        System.out.println(i + j + "s" + i + 1 + (i + 1) + 'a' + ('a' + 1) + 1L + 1.0f + 1e10 + 1e-5f + 100.0);
        System.out.println(next() + "," + next() + "," + new Talk() + "," + next() + "," + new Talk());
        System.out.println(new Null() + "|" + new Null());
        String acc = "";
        for (int k = 0; k < 20; k++) acc += k;
        acc += 'c';
        acc += 1.5;
        acc += null;
        System.out.println(acc);
        String[] a = {"a"};
        int idx = 0;
        a[idx++] += "b" + idx;
        System.out.println(a[0] + idx);
        System.out.println("" + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + i + j + j + j + j + j + z + z + z + c + c + c + t + t + d + d + f);
        final String k1 = "con", k2 = "stant";
        System.out.println((k1 + k2 == "constant") + " " + (t + "x" == "nullx") + " " + ("a" + 1 + 'b' + 2.0 + true + 3L == "a1b2.0true3"));
        System.out.println("日本" + c + "😀" + (char) 0x1F4 + "ascii" + "ÿ");
        System.out.println(("" + chars).startsWith("[C@") + " " + List.of(1) + new int[0].length);
        StringBuilder sb = new StringBuilder("sb");
        System.out.println("x" + sb + sb.append("!") + sb);
        CharSequence cs = "cs";
        Integer boxed = 7;
        System.out.println(cs + "" + boxed + Optional.of(1) + Thread.State.NEW);
    }
}
