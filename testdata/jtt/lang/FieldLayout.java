// runs: (25)="25 75 nullx25 Afalsetrue 12.5 -25 -26 25.0"
public class FieldLayout {
    static class Base {
        byte b1;
        long l1;
        boolean z1;
        Object o1;
        short s1;
    }

    static class Middle extends Base {
        double d2;
        Object o2;
        float f2;
        byte b2;
    }

    static class Deep extends Middle {
        char c3;
        int i3;
        boolean z3;
    }

    public static Object test(int n) {
        Deep d = new Deep();
        d.b1 = (byte) n;
        d.l1 = n * 3L;
        d.o2 = "x" + n;
        d.c3 = (char) (n + 40);
        d.z3 = true;
        d.d2 = n / 2.0;
        d.s1 = (short) -n;
        d.i3 = ~n;
        d.f2 = n;
        return d.b1 + " " + d.l1 + " " + d.o1 + d.o2 + " " + d.c3 + d.z1 + d.z3 + " " + d.d2 + " " + d.s1 + " " + d.i3 + " " + d.f2;
    }
}
