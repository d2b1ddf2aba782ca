// runs: (0)=0; (10)=33; (1000)=850
public class Goto {
    public static int test(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            if (i % 3 == 1) continue;
            if (i > 50) break;
            s += i;
        }
        return s;
    }
}
