/**
 * Every setting of every space group: its number in International Tables A, CCP4 number, Hermann–Mauguin symbol,
 * extension, Hall symbol and change of basis from the reference setting (International Tables B, section 1.4; CCP4
 * syminfo). Written by test/reference/crystal/spaceGroupTable.py from gemmi 0.7.5; do not edit.
 */

/** One setting of a space group, as tabulated. */
export interface SpaceGroupEntry {
  /** Number in International Tables A, 1 to 230. */
  readonly number: number;
  /** CCP4's number (1003 for P 1 1 2, …); 0 where CCP4 has none. */
  readonly ccp4: number;
  readonly hermannMauguin: string;
  /** "1" or "2" (origin choice), "H" or "R" (axes), or "". */
  readonly extension: string;
  readonly hall: string;
  /** Coordinates of this setting as a triplet of those of the reference one; so hkl (reference) = hkl · its rotation. */
  readonly fromReference: string;
}

const changesOfBasis =
  "x,y,z z,x,y y,z,x z,y,-x x,y,-x+z -x,z,y -x+z,x,y y,-x,z y,-x+z,x x-z,y,z z,x-z,y y,z,x-z z,y,-x+z x+z,y,-x x+1/4,y+1/4,z -x+z,z,y -x,x+z,y y,-x+z,z y,-x,x+z x+1/4,y-1/4,z x-1/4,y-1/4,z-1/4 x-1/4,y-1/4,z z,x-1/4,y-1/4 y-1/4,z,x-1/4 x-1/2,y-1/4,z+1/4 z+1/4,x-1/2,y-1/4 y-1/4,z+1/4,x-1/2 x+1/8,y+1/8,z+1/8 x+1/4,y-1/4,z+1/4 x-1/4,y+1/4,z x+1/4,y+1/4,z+1/4 x,y+1/4,z+1/8 x-1/4,y+1/4,z+1/4 x-1/4,y+1/4,z-1/4 x-1/2,y+1/4,z+1/8 x-1/2,y+1/4,z-3/8 -y+z,x+z,-x+y+z x-1/8,y-1/8,z-1/8 x+1/4,y+1/4,-x+z-1/4 x+1/4,y,z x,y,z+1/4 -x,-y/2+z/2,y/2+z/2 -x/2+z/2,-y,x/2+z/2 x/2+y/2,x/2-y/2,-z y/2+z/2,x/2+z/2,x/2+y/2 -x/2+y/2+z/2,x/2-y/2+z/2,x/2+y/2-z/2 x/2,y,-x/2+z -x/2+z,x/2,y x-z/2,y,z/2 x+z/2,y,z/2 x/2+y/2,-x/2+y/2,z";

// number[/CCP4 number], Hermann–Mauguin[:extension], Hall[, index of the change of basis]
const settings = `
1,P 1,P 1; 2,P -1,-P 1; 3,P 1 2 1,P 2y; 3/1003,P 1 1 2,P 2,1; 3/0,P 2 1 1,P 2x,2; 4,P 1 21 1,P 2yb;
4/1004,P 1 1 21,P 2c,1; 4/0,P 21 1 1,P 2xa,2; 5,C 1 2 1,C 2y; 5/2005,A 1 2 1,A 2y,3; 5/4005,I 1 2 1,I 2y,4;
5/0,A 1 1 2,A 2,1; 5/1005,B 1 1 2,B 2,5; 5/0,I 1 1 2,I 2,6; 5/0,B 2 1 1,B 2x,2; 5/0,C 2 1 1,C 2x,7;
5/0,I 2 1 1,I 2x,8; 6,P 1 m 1,P -2y; 6/1006,P 1 1 m,P -2,1; 6/0,P m 1 1,P -2x,2; 7,P 1 c 1,P -2yc;
7/0,P 1 n 1,P -2yac,9; 7/0,P 1 a 1,P -2ya,3; 7/0,P 1 1 a,P -2a,1; 7/0,P 1 1 n,P -2ab,10;
7/1007,P 1 1 b,P -2b,5; 7/0,P b 1 1,P -2xb,2; 7/0,P n 1 1,P -2xbc,11; 7/0,P c 1 1,P -2xc,7;
8,C 1 m 1,C -2y; 8/0,A 1 m 1,A -2y,3; 8/0,I 1 m 1,I -2y,4; 8/0,A 1 1 m,A -2,1; 8/1008,B 1 1 m,B -2,5;
8/0,I 1 1 m,I -2,6; 8/0,B m 1 1,B -2x,2; 8/0,C m 1 1,C -2x,7; 8/0,I m 1 1,I -2x,8; 9,C 1 c 1,C -2yc;
9/0,A 1 n 1,A -2yab,12; 9/0,I 1 a 1,I -2ya,13; 9/0,A 1 a 1,A -2ya,3; 9/0,C 1 n 1,C -2yac,14;
9/0,I 1 c 1,I -2yc,4; 9/0,A 1 1 a,A -2a,1; 9/0,B 1 1 n,B -2ab,15; 9/0,I 1 1 b,I -2b,16;
9/1009,B 1 1 b,B -2b,5; 9/0,A 1 1 n,A -2ab,10; 9/0,I 1 1 a,I -2a,6; 9/0,B b 1 1,B -2xb,2;
9/0,C n 1 1,C -2xac,17; 9/0,I c 1 1,I -2xc,18; 9/0,C c 1 1,C -2xc,7; 9/0,B n 1 1,B -2xab,11;
9/0,I b 1 1,I -2xb,8; 10,P 1 2/m 1,-P 2y; 10/1010,P 1 1 2/m,-P 2,1; 10/0,P 2/m 1 1,-P 2x,2;
11,P 1 21/m 1,-P 2yb; 11/1011,P 1 1 21/m,-P 2c,1; 11/0,P 21/m 1 1,-P 2xa,2; 12,C 1 2/m 1,-C 2y;
12/0,A 1 2/m 1,-A 2y,3; 12/0,I 1 2/m 1,-I 2y,4; 12/0,A 1 1 2/m,-A 2,1; 12/1012,B 1 1 2/m,-B 2,5;
12/0,I 1 1 2/m,-I 2,6; 12/0,B 2/m 1 1,-B 2x,2; 12/0,C 2/m 1 1,-C 2x,7; 12/0,I 2/m 1 1,-I 2x,8;
13,P 1 2/c 1,-P 2yc; 13/0,P 1 2/n 1,-P 2yac,9; 13/0,P 1 2/a 1,-P 2ya,3; 13/0,P 1 1 2/a,-P 2a,1;
13/0,P 1 1 2/n,-P 2ab,10; 13/1013,P 1 1 2/b,-P 2b,5; 13/0,P 2/b 1 1,-P 2xb,2; 13/0,P 2/n 1 1,-P 2xbc,11;
13/0,P 2/c 1 1,-P 2xc,7; 14,P 1 21/c 1,-P 2ybc; 14/2014,P 1 21/n 1,-P 2yn,9; 14/3014,P 1 21/a 1,-P 2yab,3;
14/0,P 1 1 21/a,-P 2ac,1; 14/0,P 1 1 21/n,-P 2n,10; 14/1014,P 1 1 21/b,-P 2bc,5; 14/0,P 21/b 1 1,-P 2xab,2;
14/0,P 21/n 1 1,-P 2xn,11; 14/0,P 21/c 1 1,-P 2xac,7; 15,C 1 2/c 1,-C 2yc; 15/0,A 1 2/n 1,-A 2yab,12;
15/0,I 1 2/a 1,-I 2ya,13; 15/0,A 1 2/a 1,-A 2ya,3; 15/0,C 1 2/n 1,-C 2yac,19; 15/0,I 1 2/c 1,-I 2yc,4;
15/0,A 1 1 2/a,-A 2a,1; 15/0,B 1 1 2/n,-B 2ab,15; 15/0,I 1 1 2/b,-I 2b,16; 15/1015,B 1 1 2/b,-B 2b,5;
15/0,A 1 1 2/n,-A 2ab,10; 15/0,I 1 1 2/a,-I 2a,6; 15/0,B 2/b 1 1,-B 2xb,2; 15/0,C 2/n 1 1,-C 2xac,17;
15/0,I 2/c 1 1,-I 2xc,18; 15/0,C 2/c 1 1,-C 2xc,7; 15/0,B 2/n 1 1,-B 2xab,11; 15/0,I 2/b 1 1,-I 2xb,8;
16,P 2 2 2,P 2 2; 17,P 2 2 21,P 2c 2; 17/1017,P 21 2 2,P 2a 2a,1; 17/2017,P 2 21 2,P 2 2b,2;
18,P 21 21 2,P 2 2ab; 18/3018,P 2 21 21,P 2bc 2,1; 18/2018,P 21 2 21,P 2ac 2ac,2; 19,P 21 21 21,P 2ac 2ab;
20,C 2 2 21,C 2c 2; 20/0,A 21 2 2,A 2a 2a,1; 20/0,B 2 21 2,B 2 2b,2; 21,C 2 2 2,C 2 2;
21/0,A 2 2 2,A 2 2,1; 21/0,B 2 2 2,B 2 2,2; 22,F 2 2 2,F 2 2; 23,I 2 2 2,I 2 2; 24,I 21 21 21,I 2b 2c;
25,P m m 2,P 2 -2; 25/0,P 2 m m,P -2 2,1; 25/0,P m 2 m,P -2 -2,2; 26,P m c 21,P 2c -2;
26/0,P c m 21,P 2c -2c,7; 26/0,P 21 m a,P -2a 2a,1; 26/0,P 21 a m,P -2 2a,3; 26/0,P b 21 m,P -2 -2b,2;
26/0,P m 21 b,P -2b -2,5; 27,P c c 2,P 2 -2c; 27/0,P 2 a a,P -2a 2,1; 27/0,P b 2 b,P -2b -2b,2;
28,P m a 2,P 2 -2a; 28/0,P b m 2,P 2 -2b,7; 28/0,P 2 m b,P -2b 2,1; 28/0,P 2 c m,P -2c 2,3;
28/0,P c 2 m,P -2c -2c,2; 28/0,P m 2 a,P -2a -2a,5; 29,P c a 21,P 2c -2ac; 29/0,P b c 21,P 2c -2b,7;
29/0,P 21 a b,P -2b 2a,1; 29/0,P 21 c a,P -2ac 2a,3; 29/0,P c 21 b,P -2bc -2c,2;
29/0,P b 21 a,P -2a -2ab,5; 30,P n c 2,P 2 -2bc; 30/0,P c n 2,P 2 -2ac,7; 30/0,P 2 n a,P -2ac 2,1;
30/0,P 2 a n,P -2ab 2,3; 30/0,P b 2 n,P -2ab -2ab,2; 30/0,P n 2 b,P -2bc -2bc,5; 31,P m n 21,P 2ac -2;
31/0,P n m 21,P 2bc -2bc,7; 31/0,P 21 m n,P -2ab 2ab,1; 31/0,P 21 n m,P -2 2ac,3;
31/0,P n 21 m,P -2 -2bc,2; 31/0,P m 21 n,P -2ab -2,5; 32,P b a 2,P 2 -2ab; 32/0,P 2 c b,P -2bc 2,1;
32/0,P c 2 a,P -2ac -2ac,2; 33,P n a 21,P 2c -2n; 33/0,P b n 21,P 2c -2ab,7; 33/0,P 21 n b,P -2bc 2a,1;
33/0,P 21 c n,P -2n 2a,3; 33/0,P c 21 n,P -2n -2ac,2; 33/0,P n 21 a,P -2ac -2n,5; 34,P n n 2,P 2 -2n;
34/0,P 2 n n,P -2n 2,1; 34/0,P n 2 n,P -2n -2n,2; 35,C m m 2,C 2 -2; 35/0,A 2 m m,A -2 2,1;
35/0,B m 2 m,B -2 -2,2; 36,C m c 21,C 2c -2; 36/0,C c m 21,C 2c -2c,7; 36/0,A 21 m a,A -2a 2a,1;
36/0,A 21 a m,A -2 2a,3; 36/0,B b 21 m,B -2 -2b,2; 36/0,B m 21 b,B -2b -2,5; 37,C c c 2,C 2 -2c;
37/0,A 2 a a,A -2a 2,1; 37/0,B b 2 b,B -2b -2b,2; 38,A m m 2,A 2 -2; 38/0,B m m 2,B 2 -2,7;
38/0,B 2 m m,B -2 2,1; 38/0,C 2 m m,C -2 2,3; 38/0,C m 2 m,C -2 -2,2; 38/0,A m 2 m,A -2 -2,5;
39,A b m 2,A 2 -2b; 39/0,B m a 2,B 2 -2a,7; 39/0,B 2 c m,B -2a 2,1; 39/0,C 2 m b,C -2a 2,3;
39/0,C m 2 a,C -2a -2a,2; 39/0,A c 2 m,A -2b -2b,5; 40,A m a 2,A 2 -2a; 40/0,B b m 2,B 2 -2b,7;
40/0,B 2 m b,B -2b 2,1; 40/0,C 2 c m,C -2c 2,3; 40/0,C c 2 m,C -2c -2c,2; 40/0,A m 2 a,A -2a -2a,5;
41,A b a 2,A 2 -2ab; 41/0,B b a 2,B 2 -2ab,7; 41/0,B 2 c b,B -2ab 2,1; 41/0,C 2 c b,C -2ac 2,3;
41/0,C c 2 a,C -2ac -2ac,2; 41/0,A c 2 a,A -2ab -2ab,5; 42,F m m 2,F 2 -2; 42/0,F 2 m m,F -2 2,1;
42/0,F m 2 m,F -2 -2,2; 43,F d d 2,F 2 -2d; 43/0,F 2 d d,F -2d 2,1; 43/0,F d 2 d,F -2d -2d,2;
44,I m m 2,I 2 -2; 44/0,I 2 m m,I -2 2,1; 44/0,I m 2 m,I -2 -2,2; 45,I b a 2,I 2 -2c;
45/0,I 2 c b,I -2a 2,1; 45/0,I c 2 a,I -2b -2b,2; 46,I m a 2,I 2 -2a; 46/0,I b m 2,I 2 -2b,7;
46/0,I 2 m b,I -2b 2,1; 46/0,I 2 c m,I -2c 2,3; 46/0,I c 2 m,I -2c -2c,2; 46/0,I m 2 a,I -2a -2a,5;
47,P m m m,-P 2 2; 48,P n n n:1,P 2 2 -1n,20; 48/0,P n n n:2,-P 2ab 2bc; 49,P c c m,-P 2 2c;
49/0,P m a a,-P 2a 2,1; 49/0,P b m b,-P 2b 2b,2; 50,P b a n:1,P 2 2 -1ab,21; 50/0,P b a n:2,-P 2ab 2b;
50/0,P n c b:1,P 2 2 -1bc,22; 50/0,P n c b:2,-P 2b 2bc,1; 50/0,P c n a:1,P 2 2 -1ac,23;
50/0,P c n a:2,-P 2a 2c,2; 51,P m m a,-P 2a 2a; 51/0,P m m b,-P 2b 2,7; 51/0,P b m m,-P 2 2b,1;
51/0,P c m m,-P 2c 2c,3; 51/0,P m c m,-P 2c 2,2; 51/0,P m a m,-P 2 2a,5; 52,P n n a,-P 2a 2bc;
52/0,P n n b,-P 2b 2n,7; 52/0,P b n n,-P 2n 2b,1; 52/0,P c n n,-P 2ab 2c,3; 52/0,P n c n,-P 2ab 2n,2;
52/0,P n a n,-P 2n 2bc,5; 53,P m n a,-P 2ac 2; 53/0,P n m b,-P 2bc 2bc,7; 53/0,P b m n,-P 2ab 2ab,1;
53/0,P c n m,-P 2 2ac,3; 53/0,P n c m,-P 2 2bc,2; 53/0,P m a n,-P 2ab 2,5; 54,P c c a,-P 2a 2ac;
54/0,P c c b,-P 2b 2c,7; 54/0,P b a a,-P 2a 2b,1; 54/0,P c a a,-P 2ac 2c,3; 54/0,P b c b,-P 2bc 2b,2;
54/0,P b a b,-P 2b 2ab,5; 55,P b a m,-P 2 2ab; 55/0,P m c b,-P 2bc 2,1; 55/0,P c m a,-P 2ac 2ac,2;
56,P c c n,-P 2ab 2ac; 56/0,P n a a,-P 2ac 2bc,1; 56/0,P b n b,-P 2bc 2ab,2; 57,P b c m,-P 2c 2b;
57/0,P c a m,-P 2c 2ac,7; 57/0,P m c a,-P 2ac 2a,1; 57/0,P m a b,-P 2b 2a,3; 57/0,P b m a,-P 2a 2ab,2;
57/0,P c m b,-P 2bc 2c,5; 58,P n n m,-P 2 2n; 58/0,P m n n,-P 2n 2,1; 58/0,P n m n,-P 2n 2n,2;
59,P m m n:1,P 2 2ab -1ab,21; 59/1059,P m m n:2,-P 2ab 2a; 59/0,P n m m:1,P 2bc 2 -1bc,22;
59/0,P n m m:2,-P 2c 2bc,1; 59/0,P m n m:1,P 2ac 2ac -1ac,23; 59/0,P m n m:2,-P 2c 2a,2;
60,P b c n,-P 2n 2ab; 60/0,P c a n,-P 2n 2c,7; 60/0,P n c a,-P 2a 2n,1; 60/0,P n a b,-P 2bc 2n,3;
60/0,P b n a,-P 2ac 2b,2; 60/0,P c n b,-P 2b 2ac,5; 61,P b c a,-P 2ac 2ab; 61/0,P c a b,-P 2bc 2ac,3;
62,P n m a,-P 2ac 2n; 62/0,P m n b,-P 2bc 2a,7; 62/0,P b n m,-P 2c 2ab,1; 62/0,P c m n,-P 2n 2ac,3;
62/0,P m c n,-P 2n 2a,2; 62/0,P n a m,-P 2c 2n,5; 63,C m c m,-C 2c 2; 63/0,C c m m,-C 2c 2c,7;
63/0,A m m a,-A 2a 2a,1; 63/0,A m a m,-A 2 2a,3; 63/0,B b m m,-B 2 2b,2; 63/0,B m m b,-B 2b 2,5;
64,C m c a,-C 2ac 2; 64/0,C c m b,-C 2ac 2ac,7; 64/0,A b m a,-A 2ab 2ab,1; 64/0,A c a m,-A 2 2ab,3;
64/0,B b c m,-B 2 2ab,2; 64/0,B m a b,-B 2ab 2,5; 65,C m m m,-C 2 2; 65/0,A m m m,-A 2 2,1;
65/0,B m m m,-B 2 2,2; 66,C c c m,-C 2 2c; 66/0,A m a a,-A 2a 2,1; 66/0,B b m b,-B 2b 2b,2;
67,C m m a,-C 2a 2; 67/0,C m m b,-C 2a 2a,14; 67/0,A b m m,-A 2b 2b,1; 67/0,A c m m,-A 2 2b,3;
67/0,B m c m,-B 2 2a,2; 67/0,B m a m,-B 2a 2,5; 68,C c c a:1,C 2 2 -1ac,24; 68/0,C c c a:2,-C 2a 2ac;
68/0,C c c b:1,C 2 2 -1ac,24; 68/0,C c c b:2,-C 2a 2c,21; 68/0,A b a a:1,A 2 2 -1ab,25;
68/0,A b a a:2,-A 2a 2b,1; 68/0,A c a a:1,A 2 2 -1ab,25; 68/0,A c a a:2,-A 2ab 2b,3;
68/0,B b c b:1,B 2 2 -1ab,26; 68/0,B b c b:2,-B 2ab 2b,2; 68/0,B b a b:1,B 2 2 -1ab,26;
68/0,B b a b:2,-B 2b 2ab,5; 69,F m m m,-F 2 2; 70,F d d d:1,F 2 2 -1d,27; 70/0,F d d d:2,-F 2uv 2vw;
71,I m m m,-I 2 2; 72,I b a m,-I 2 2c; 72/0,I m c b,-I 2a 2,1; 72/0,I c m a,-I 2b 2b,2;
73,I b c a,-I 2b 2c; 73/0,I c a b,-I 2a 2b,28; 74,I m m a,-I 2b 2; 74/0,I m m b,-I 2a 2a,28;
74/0,I b m m,-I 2c 2c,1; 74/0,I c m m,-I 2 2b,3; 74/0,I m c m,-I 2 2a,2; 74/0,I m a m,-I 2c 2,5;
75,P 4,P 4; 76,P 41,P 4w; 77,P 42,P 4c; 78,P 43,P 4cw; 79,I 4,I 4; 80,I 41,I 4bw; 81,P -4,P -4;
82,I -4,I -4; 83,P 4/m,-P 4; 84,P 42/m,-P 4c; 85,P 4/n:1,P 4ab -1ab,29; 85/0,P 4/n:2,-P 4a;
86,P 42/n:1,P 4n -1n,30; 86/0,P 42/n:2,-P 4bc; 87,I 4/m,-I 4; 88,I 41/a:1,I 4bw -1bw,31;
88/0,I 41/a:2,-I 4ad; 89,P 4 2 2,P 4 2; 90,P 4 21 2,P 4ab 2ab; 91,P 41 2 2,P 4w 2c;
92,P 41 21 2,P 4abw 2nw; 93,P 42 2 2,P 4c 2; 94,P 42 21 2,P 4n 2n; 95,P 43 2 2,P 4cw 2c;
96,P 43 21 2,P 4nw 2abw; 97,I 4 2 2,I 4 2; 98,I 41 2 2,I 4bw 2bw; 99,P 4 m m,P 4 -2; 100,P 4 b m,P 4 -2ab;
101,P 42 c m,P 4c -2c; 102,P 42 n m,P 4n -2n; 103,P 4 c c,P 4 -2c; 104,P 4 n c,P 4 -2n;
105,P 42 m c,P 4c -2; 106,P 42 b c,P 4c -2ab; 107,I 4 m m,I 4 -2; 108,I 4 c m,I 4 -2c;
109,I 41 m d,I 4bw -2; 110,I 41 c d,I 4bw -2c; 111,P -4 2 m,P -4 2; 112,P -4 2 c,P -4 2c;
113,P -4 21 m,P -4 2ab; 114,P -4 21 c,P -4 2n; 115,P -4 m 2,P -4 -2; 116,P -4 c 2,P -4 -2c;
117,P -4 b 2,P -4 -2ab; 118,P -4 n 2,P -4 -2n; 119,I -4 m 2,I -4 -2; 120,I -4 c 2,I -4 -2c;
121,I -4 2 m,I -4 2; 122,I -4 2 d,I -4 2bw; 123,P 4/m m m,-P 4 2; 124,P 4/m c c,-P 4 2c;
125,P 4/n b m:1,P 4 2 -1ab,21; 125/0,P 4/n b m:2,-P 4a 2b; 126,P 4/n n c:1,P 4 2 -1n,20;
126/0,P 4/n n c:2,-P 4a 2bc; 127,P 4/m b m,-P 4 2ab; 128,P 4/m n c,-P 4 2n;
129,P 4/n m m:1,P 4ab 2ab -1ab,29; 129/0,P 4/n m m:2,-P 4a 2a; 130,P 4/n c c:1,P 4ab 2n -1ab,29;
130/0,P 4/n c c:2,-P 4a 2ac; 131,P 42/m m c,-P 4c 2; 132,P 42/m c m,-P 4c 2c;
133,P 42/n b c:1,P 4n 2c -1n,32; 133/0,P 42/n b c:2,-P 4ac 2b; 134,P 42/n n m:1,P 4n 2 -1n,33;
134/0,P 42/n n m:2,-P 4ac 2bc; 135,P 42/m b c,-P 4c 2ab; 136,P 42/m n m,-P 4n 2n;
137,P 42/n m c:1,P 4n 2n -1n,32; 137/0,P 42/n m c:2,-P 4ac 2a; 138,P 42/n c m:1,P 4n 2ab -1n,33;
138/0,P 42/n c m:2,-P 4ac 2ac; 139,I 4/m m m,-I 4 2; 140,I 4/m c m,-I 4 2c;
141,I 41/a m d:1,I 4bw 2bw -1bw,34; 141/0,I 41/a m d:2,-I 4bd 2; 142,I 41/a c d:1,I 4bw 2aw -1bw,35;
142/0,I 41/a c d:2,-I 4bd 2c; 143,P 3,P 3; 144,P 31,P 31; 145,P 32,P 32; 146,R 3:H,R 3;
146/1146,R 3:R,P 3*,36; 147,P -3,-P 3; 148,R -3:H,-R 3; 148/1148,R -3:R,-P 3*,36; 149,P 3 1 2,P 3 2;
150,P 3 2 1,P 3 2"; 151,P 31 1 2,P 31 2 (0 0 4); 152,P 31 2 1,P 31 2"; 153,P 32 1 2,P 32 2 (0 0 2);
154,P 32 2 1,P 32 2"; 155,R 3 2:H,R 3 2"; 155/1155,R 3 2:R,P 3* 2,36; 156,P 3 m 1,P 3 -2";
157,P 3 1 m,P 3 -2; 158,P 3 c 1,P 3 -2"c; 159,P 3 1 c,P 3 -2c; 160,R 3 m:H,R 3 -2";
160/1160,R 3 m:R,P 3* -2,36; 161,R 3 c:H,R 3 -2"c; 161/1161,R 3 c:R,P 3* -2n,36; 162,P -3 1 m,-P 3 2;
163,P -3 1 c,-P 3 2c; 164,P -3 m 1,-P 3 2"; 165,P -3 c 1,-P 3 2"c; 166,R -3 m:H,-R 3 2";
166/1166,R -3 m:R,-P 3* 2,36; 167,R -3 c:H,-R 3 2"c; 167/1167,R -3 c:R,-P 3* 2n,36; 168,P 6,P 6;
169,P 61,P 61; 170,P 65,P 65; 171,P 62,P 62; 172,P 64,P 64; 173,P 63,P 6c; 174,P -6,P -6; 175,P 6/m,-P 6;
176,P 63/m,-P 6c; 177,P 6 2 2,P 6 2; 178,P 61 2 2,P 61 2 (0 0 5); 179,P 65 2 2,P 65 2 (0 0 1);
180,P 62 2 2,P 62 2 (0 0 4); 181,P 64 2 2,P 64 2 (0 0 2); 182,P 63 2 2,P 6c 2c; 183,P 6 m m,P 6 -2;
184,P 6 c c,P 6 -2c; 185,P 63 c m,P 6c -2; 186,P 63 m c,P 6c -2c; 187,P -6 m 2,P -6 2;
188,P -6 c 2,P -6c 2; 189,P -6 2 m,P -6 -2; 190,P -6 2 c,P -6c -2c; 191,P 6/m m m,-P 6 2;
192,P 6/m c c,-P 6 2c; 193,P 63/m c m,-P 6c 2; 194,P 63/m m c,-P 6c 2c; 195,P 2 3,P 2 2 3;
196,F 2 3,F 2 2 3; 197,I 2 3,I 2 2 3; 198,P 21 3,P 2ac 2ab 3; 199,I 21 3,I 2b 2c 3; 200,P m -3,-P 2 2 3;
201,P n -3:1,P 2 2 3 -1n,20; 201/0,P n -3:2,-P 2ab 2bc 3; 202,F m -3,-F 2 2 3; 203,F d -3:1,F 2 2 3 -1d,27;
203/0,F d -3:2,-F 2uv 2vw 3; 204,I m -3,-I 2 2 3; 205,P a -3,-P 2ac 2ab 3; 206,I a -3,-I 2b 2c 3;
207,P 4 3 2,P 4 2 3; 208,P 42 3 2,P 4n 2 3; 209,F 4 3 2,F 4 2 3; 210,F 41 3 2,F 4d 2 3;
211,I 4 3 2,I 4 2 3; 212,P 43 3 2,P 4acd 2ab 3; 213,P 41 3 2,P 4bd 2ab 3; 214,I 41 3 2,I 4bd 2c 3;
215,P -4 3 m,P -4 2 3; 216,F -4 3 m,F -4 2 3; 217,I -4 3 m,I -4 2 3; 218,P -4 3 n,P -4n 2 3;
219,F -4 3 c,F -4a 2 3; 220,I -4 3 d,I -4bd 2c 3; 221,P m -3 m,-P 4 2 3; 222,P n -3 n:1,P 4 2 3 -1n,20;
222/0,P n -3 n:2,-P 4a 2bc 3; 223,P m -3 n,-P 4n 2 3; 224,P n -3 m:1,P 4n 2 3 -1n,30;
224/0,P n -3 m:2,-P 4bc 2bc 3; 225,F m -3 m,-F 4 2 3; 226,F m -3 c,-F 4a 2 3;
227,F d -3 m:1,F 4d 2 3 -1d,27; 227/0,F d -3 m:2,-F 4vw 2vw 3; 228,F d -3 c:1,F 4d 2 3 -1ad,37;
228/0,F d -3 c:2,-F 4ud 2vw 3; 229,I m -3 m,-I 4 2 3; 230,I a -3 d,-I 4bd 2c 3; 5/5005,I 1 21 1,I 2yb,38;
5/3005,C 1 21 1,C 2yb,14; 18/1018,P 21212(a),P 2ab 2a,14; 20/1020,C 2 2 21a),C 2ac 2,39;
21/1021,C 2 2 2a,C 2ab 2b,14; 22/1022,F 2 2 2a,F 2 2c,40; 23/1023,I 2 2 2a,I 2ab 2bc,33;
94/1094,P 42 21 2a,P 4bc 2a,20; 197/1197,I 2 3a,I 2ab 2bc 3,30; 1/0,A 1,A 1,41; 1/0,B 1,B 1,42;
1/0,C 1,C 1,43; 1/0,F 1,F 1,44; 1/0,I 1,I 1,45; 2/0,A -1,-A 1,41; 2/0,B -1,-B 1,42; 2/0,C -1,-C 1,43;
2/0,F -1,-F 1,44; 2/0,I -1,-I 1,45; 3/0,B 1 2 1,B 2y,46; 3/0,C 1 1 2,C 2,47; 4/0,B 1 21 1,B 2yb,46;
4/0,C 1 1 21,C 2c,47; 5/0,F 1 2 1,F 2y,48; 8/0,F 1 m 1,F -2y,48; 9/0,F 1 d 1,F -2yuw,49;
12/0,F 1 2/m 1,-F 2y,48; 64/0,A b a m,-A 2 2ab,3; 89/0,C 4 2 2,C 4 2,50; 90/0,C 4 2 21,C 4a 2,50;
97/0,F 4 2 2,F 4 2,50; 115/0,C -4 2 m,C -4 2,50; 117/0,C -4 2 b,C -4 2ya,50; 139/0,F 4/m m m,-F 4 2,50`;

/** Names that International Tables and other programs give to a tabulated setting, as `other=tabulated`. */
export const alternativeNames: readonly string[] = `
A e m 2=A b m 2; B m e 2=B m a 2; B 2 e m=B 2 c m; C 2 m e=C 2 m b; C m 2 e=C m 2 a; A e 2 m=A c 2 m;
A e a 2=A b a 2; B b e 2=B b a 2; B 2 e b=B 2 c b; C 2 c e=C 2 c b; C c 2 e=C c 2 a; A e 2 a=A c 2 a;
C m c e=C m c a; C c m e=C c m b; A e m a=A b m a; A e a m=A c a m; B b e m=B b c m; B m e b=B m a b;
C m m e=C m m a; A e m m=A b m m; B m e m=B m c m; C c c e=C c c a; A e a a=A b a a; B b e b=B b c b;
P 21 21 2a=P 21212(a); C 2 2 21a=C 2 2 21a); C 2 2 21 (a)=C 2 2 21a); P 1-=P -1`
  .trim()
  .split(/;\s*/);

/** All settings, in the order of International Tables; where two share a name, the first is the one meant. */
export const spaceGroupTable: readonly SpaceGroupEntry[] = unpack();

function unpack(): SpaceGroupEntry[] {
  const bases = changesOfBasis.split(" ");
  return settings
    .trim()
    .split(/;\s*/)
    .map((line) => {
      const [numbers, name, hall, basis] = line.split(",");
      const [number, ccp4 = number] = numbers.split("/");
      const [hermannMauguin, extension = ""] = name.split(":");
      return {
        number: Number(number),
        ccp4: Number(ccp4),
        hermannMauguin,
        extension,
        hall,
        fromReference: bases[Number(basis ?? 0)],
      };
    });
}
