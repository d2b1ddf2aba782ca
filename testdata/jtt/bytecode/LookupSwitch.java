// runs: (-1000000)=10; (0)=20; (77)=30; (2147483647)=40; (-2147483648)=50; (76)=77; (78)=79; (-1)=0
public class LookupSwitch {
    public static int test(int a) {
        switch (a) {
            case -1000000: return 10;
            case 0: return 20;
            case 77: return 30;
            case 2147483647: return 40;
            case -2147483648: return 50;
            default: return a + 1;
        }
    }
}
