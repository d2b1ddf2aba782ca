// runs: (10)=462
public class VolatileFields {
    volatile long a;
    volatile int b;
    static volatile long c;
    volatile Object o;

    public static long test(int n) {
        VolatileFields v = new VolatileFields();
        for (int i = 0; i < n; i++) {
            v.a += i;
            v.b++;
            c ^= v.a;
            v.o = "x" + i;
        }
        return v.a * 10 + v.b + v.o.toString().length();
    }
}
