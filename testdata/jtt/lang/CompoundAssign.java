// runs: (10)=32713; (-7)=-2147450947
public class CompoundAssign {
    public static int test(int n) {
        byte b = (byte) n;
        b += 200.7;
        short s = 1;
        s <<= 15;
        char c = 5;
        c -= 10;
        int i = n;
        i *= 1.5;
        i >>>= 33;
        long l = n;
        l ^= -1;
        return b + s + c + i + (int) l;
    }
}
