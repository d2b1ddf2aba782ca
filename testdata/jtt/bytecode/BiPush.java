// runs: (0)=6; (1)=127; (2)=-128; (3)=-2
public class BiPush {
    public static int test(int n) {
        switch (n) {
            case 0: return 6;
            case 1: return 127;
            case 2: return -128;
            default: return -2;
        }
    }
}
