// runs: (-1)=10; (0)=20; (1)=30; (2)=2; (3)=40; (4)=9; (5)=5; (-2147483648)=-2147483648
// runs: (2147483647)=2147483647
public class TableSwitch {
    public static int test(int a) {
        switch (a) {
            case -1: return 10;
            case 0: return 20;
            case 1: return 30;
            case 3: return 40;
            case 4: a += 5;
            default: return a;
        }
    }
}
