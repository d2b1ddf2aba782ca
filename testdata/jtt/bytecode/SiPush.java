// runs: (0)=128; (1)=32767; (2)=-32768; (3)=-129
public class SiPush {
    public static int test(int n) {
        switch (n) {
            case 0: return 128;
            case 1: return 32767;
            case 2: return -32768;
            default: return -129;
        }
    }
}
