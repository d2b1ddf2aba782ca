// runs: (7, 2)=3; (-7, 2)=-3; (-9223372036854775808L, -1)=-9223372036854775808
// runs: (10000000000L, 3)=3333333333; (1, 0)=!java.lang.ArithmeticException "/ by zero"
public class LDiv {
    public static long test(long a, long b) {
        return a / b;
    }
}
