// runs: (1, 2)=6148914691236517248; (-1, -9223372036854775808L)=-3074457345618258647
public class LongArithmetic {
    public static long test(long a, long b) {
        return (a + b) * 3 - (a & b) + (a >> 3) - (b >>> 60) + (a << 5) + (b ^ 0x5555555555555555L);
    }
}
