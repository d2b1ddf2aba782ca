// runs: (1, 2)=-1; (-9223372036854775808L, 1)=9223372036854775807
// runs: (0, -9223372036854775808L)=-9223372036854775808; (4294967296L, 1)=4294967295
public class LSub {
    public static long test(long a, long b) {
        return a - b;
    }
}
