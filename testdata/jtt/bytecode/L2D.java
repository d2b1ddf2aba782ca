// runs: (5)=5.0; (9223372036854775807L)=9223372036854775807; (9007199254740993L)=9007199254740992
public class L2D {
    public static double test(long a) {
        return (double) a;
    }
}
