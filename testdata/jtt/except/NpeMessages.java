// runs: (0)="Cannot read field 'f' because '<local1>' is null"
// runs: (1)="Cannot assign field 'f' because '<local1>' is null"
// runs: (2)="Cannot load from int array because '<local2>' is null"
// runs: (3)="Cannot store to int array because '<local2>' is null"
// runs: (4)="Cannot read the array length because '<local2>' is null"
// runs: (5)="Cannot invoke 'String.length()' because '<local3>' is null"
// runs: (6)="Cannot throw exception because '<local3>' is null"
// runs: (7)="Cannot enter synchronized block because '<local3>' is null"
// runs: (8)="Cannot read field 'next' because '<local4>.next' is null"
// runs: (9)="Cannot read field 'f' because the return value of 'NpeMessages.get()' is null"
// runs: (10)="Cannot load from int array because '<local4>.grid[2]' is null"
// runs: (11)="Cannot read field 'f' because 'NpeMessages.stat' is null"
public class NpeMessages {
    int f;
    NpeMessages next;
    int[][] grid = new int[3][];
    static NpeMessages stat;

    NpeMessages get() {
        return null;
    }

    public static Object test(int n) {
        NpeMessages x = null;
        int[] a = null;
        String s = null;
        NpeMessages y = new NpeMessages();
        try {
            switch (n) {
                case 0: return x.f;
                case 1: x.f = 1; return 0;
                case 2: return a[0];
                case 3: a[1] = 2; return 0;
                case 4: return a.length;
                case 5: return s.length();
                case 6: throw (RuntimeException) (Object) s;
                case 7: synchronized (s) { return 0; }
                case 8: return y.next.next.f;
                case 9: return y.get().f;
                case 10: return y.grid[2][3];
                default: return stat.f;
            }
        } catch (NullPointerException e) {
            return e.getMessage().replace('"', '\'');
        }
    }
}
