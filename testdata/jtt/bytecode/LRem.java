// runs: (7, 3)=1; (-7, 3)=-1; (-9223372036854775808L, -1)=0; (10000000001L, 10000000000L)=1
// runs: (1, 0)=!java.lang.ArithmeticException "/ by zero"
public class LRem {
    public static long test(long a, long b) {
        return a % b;
    }
}
